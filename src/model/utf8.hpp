#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

/// Where characters begin in UTF-8. What is not UTF-8 is treated as if it were.
namespace batchstore {

/// Every other byte begins a character.
inline bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

inline std::size_t count_characters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues_character));
}

/// The place in a text, or the one before it, at which a character begins; the end is such a place.
inline std::size_t begin_of_character(std::string_view text, std::size_t place) {
    while (place > 0 && place < text.size() && continues_character(text[place])) --place;
    return place;
}

}  // namespace batchstore
