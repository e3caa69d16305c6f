#pragma once

#include <batchstore/batch.hpp>

#include <string>
#include <string_view>

namespace batchstore {

/// What `extra` holds beside counts or usage after one more answer: two JSON objects merged member by member,
/// where the later one counts, without what `record` has read. Empty text is no object, as argument and as
/// result.
std::string fold_extra(std::string_view before, std::string_view next, const RequestCounts& record);
std::string fold_extra(std::string_view before, std::string_view next, const Usage& record);

}  // namespace batchstore
