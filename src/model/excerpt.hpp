#pragma once

#include "model/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace batchstore {

/// The beginning of a text that a message quotes, at most so many bytes, on one line.
inline std::string excerpt(std::string_view text, std::size_t longest) {
    const std::size_t end = begin_of_character(text, std::min(longest, text.size()));
    std::string beginning(text.substr(0, end));
    for (char& c : beginning) {
        if (static_cast<unsigned char>(c) < ' ') {
            c = ' ';
        }
    }
    return beginning + (end < text.size() ? "…" : "");
}

}  // namespace batchstore
