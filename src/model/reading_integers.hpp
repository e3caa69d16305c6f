#pragma once

#include "model/json_cursor.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/reading.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// Reads counts or usage: an object of integers, some of them in objects inside it. `name` is the field.
///
/// A member whose documented name is not there is read from another spelling of it, and tokens from the names
/// that the chat endpoint has for them; of several the first in byte order counts that says something.
/// @returns what `record` does not hold, as a JSON object; empty: nothing
std::string read_integers(std::string_view name, JsonCursor& cursor, JsonCursor::Value object,
                          RequestCounts& record, std::vector<Finding>& findings);
std::string read_integers(std::string_view name, JsonCursor& cursor, JsonCursor::Value object, Usage& record,
                          std::vector<Finding>& findings);

/// Whether a key of the answer itself is a member of counts or usage: `request_counts.total`,
/// `usageTotalTokens`.
bool is_flat_integer(std::string_view key);

}  // namespace batchstore
