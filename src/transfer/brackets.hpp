#pragma once

#include <cstddef>
#include <string_view>

namespace batchstore {

/// Whether an object or array begins with this character.
constexpr bool is_opening(char c) {
    return c == '{' || c == '[';
}

/// Whether a text is an object or array as far as its first character tells, but for white space.
constexpr bool begins_with_bracket(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && is_opening(text[first]);
}

}  // namespace batchstore
