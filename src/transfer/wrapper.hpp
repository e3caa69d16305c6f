#pragma once

#include "transfer/answer_finder.hpp"

#include <batchstore/reading.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// The finding about a record before which text stood on its line.
inline const Finding skipped_prefix{"prefix", Oddity::skipped};

/// Where a record, which is no answer itself, may hold one in an object that a program wrapped around it:
/// `{"result":{…},"success":true}`. The pointer leads to the only object under a name for that. An event,
/// which tells of a batch under `data`, is not such a wrapper, and neither is what has an id or calls itself
/// something.
std::optional<std::string> place_of_wrapped(std::string_view record);

/// Whether what was found under a wrapper is more than the mention of a batch.
bool holds_whole_batch(const FoundAnswer& found);

}  // namespace batchstore
