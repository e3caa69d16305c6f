#pragma once

#include "model/json_cursor.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/reading.hpp>

#include <string>
#include <vector>

namespace batchstore {

/// What the `errors` of an answer say.
struct ErrorsReading {
    std::vector<BatchError> rows;
    std::string extra;  ///< JSON that has to be merged over the rows' JSON; empty: nothing
    std::vector<Finding> findings;
};

/// Reads validation errors in any shape that servers send: `{data:[…]}`, a bare array, texts, one error on
/// its own, a text; where a documented name is not there, another spelling of it. `name` is the key they
/// stood under.
ErrorsReading read_errors(std::string_view name, const JsonValue& value);

}  // namespace batchstore
