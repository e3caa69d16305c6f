#pragma once

#include "model/json_cursor.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/reading.hpp>

#include <string_view>
#include <vector>

namespace batchstore {

/// Reads the pairs of `metadata`, an object whose keys are a client's own. `name` is the field.
/// @throws Error{invalid} if no column can hold one of the keys
void read_metadata(std::string_view name, JsonCursor& cursor, JsonCursor::Value object, Metadata& pairs,
                   std::vector<Finding>& findings);

}  // namespace batchstore
