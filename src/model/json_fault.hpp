#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace batchstore {

/// Where and why text is not JSON.
struct JsonFault {
    std::string reason{};      ///< empty: no fault was found
    std::size_t position = 0;  ///< of the byte that is wrong, from 0
};

/// Looks with a second, slower parser that knows its position. It cannot go on behind a number that is beyond
/// a double, which is legal for us.
JsonFault find_json_fault(std::string_view text);

}  // namespace batchstore
