#pragma once

#include "transfer/json_pointer.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace batchstore {

/// A value that a pointer leads to.
struct SelectedValue {
    std::string_view text;  ///< an array or object as it stands, or the content of a string
    bool is_string = false;
    std::int64_t line = 0;  ///< where it begins, counted from the first line of the record as 0
};

/// Visits each array, object and string that a pointer leads to in a record. Anything else counts as not
/// there.
/// @throws Error{invalid} if the record is not JSON.
void select(std::string_view record, const JsonPointer& pointer,
            const std::function<void(const SelectedValue&)>& visit);

}  // namespace batchstore
