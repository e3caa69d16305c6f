#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace batchstore {

/// The beginning of a text that a message quotes, at most so many bytes, on one line.
inline std::string excerpt(std::string_view text, std::size_t longest) {
    std::size_t end = text.size();
    if (end > longest) {
        end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
            --end;
        }
    }
    std::string beginning(text.substr(0, end));
    for (char& c : beginning) {
        if (static_cast<unsigned char>(c) < ' ') {
            c = ' ';
        }
    }
    return beginning + (end < text.size() ? "…" : "");
}

}  // namespace batchstore
