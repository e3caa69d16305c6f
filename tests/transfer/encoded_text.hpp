#pragma once

#include <string>
#include <string_view>

namespace batchstore::testing {

/// The encodings in which PowerShell and editors write.
enum class Encoding { utf8, utf8_with_mark, utf16_le, utf16_be, utf32_le, utf32_be };

inline void append_unit(std::string& out, char32_t unit, int bytes, bool big_endian) {
    for (int i = 0; i < bytes; ++i) {
        out += static_cast<char>(unit >> (8U * static_cast<unsigned>(big_endian ? bytes - 1 - i : i)));
    }
}

/// A text in another encoding, with its byte order mark.
inline std::string encoded(std::u32string_view text, Encoding encoding) {
    const bool wide = encoding == Encoding::utf32_le || encoding == Encoding::utf32_be;
    const bool big_endian = encoding == Encoding::utf16_be || encoding == Encoding::utf32_be;
    std::string out;
    append_unit(out, 0xfeff, wide ? 4 : 2, big_endian);
    for (const char32_t c : text) {
        if (wide || c < 0x10000) {
            append_unit(out, c, wide ? 4 : 2, big_endian);
        } else {
            append_unit(out, 0xd800 + ((c - 0x10000) >> 10U), 2, big_endian);
            append_unit(out, 0xdc00 + ((c - 0x10000) & 0x3ffU), 2, big_endian);
        }
    }
    return out;
}

/// The same of a text in ASCII.
inline std::string encoded(std::string_view ascii, Encoding encoding) {
    if (encoding == Encoding::utf8 || encoding == Encoding::utf8_with_mark) {
        return (encoding == Encoding::utf8 ? "" : "\xef\xbb\xbf") + std::string(ascii);
    }
    return encoded(std::u32string(ascii.begin(), ascii.end()), encoding);
}

}  // namespace batchstore::testing
