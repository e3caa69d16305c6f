#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

/// UTF-8: where characters begin in it, and writing one. What is not UTF-8 is treated as if it were.
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

/// Writes a character, or half of a surrogate pair, in at most four bytes. @returns where they end.
inline char* write_utf8(char* at, char32_t point) {
    const auto continuation = [point](unsigned shift) {
        return static_cast<char>(0x80U | ((point >> shift) & 0x3fU));
    };
    if (point < 0x80) {
        *at++ = static_cast<char>(point);
    } else if (point < 0x800) {
        *at++ = static_cast<char>(0xc0U | (point >> 6U));
        *at++ = continuation(0);
    } else if (point < 0x10000) {
        *at++ = static_cast<char>(0xe0U | (point >> 12U));
        *at++ = continuation(6);
        *at++ = continuation(0);
    } else {
        *at++ = static_cast<char>(0xf0U | (point >> 18U));
        *at++ = continuation(12);
        *at++ = continuation(6);
        *at++ = continuation(0);
    }
    return at;
}

}  // namespace batchstore
