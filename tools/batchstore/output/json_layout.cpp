#include "output/json_layout.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace {

/// The length of the string that `text` starts with, quotes included.
std::size_t string_length(std::string_view text) {
    std::size_t end = 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
    return end + 1;
}

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

}  // namespace

std::string laid_out(std::string_view json_text) {
    std::string result;
    std::size_t depth = 0;
    const auto new_line = [&] { result.append(1, '\n').append(2 * depth, ' '); };
    for (std::size_t i = 0; i < json_text.size(); ++i) {
        const char c = json_text[i];
        if (is_space(c)) continue;
        const bool opened = !result.empty() && (result.back() == '{' || result.back() == '[');
        if (c == '}' || c == ']') {
            --depth;
            if (!opened) new_line();
            result += c;
            continue;
        }
        if (opened) new_line();
        if (c == '"') {
            const std::size_t length = string_length(json_text.substr(i));
            result += json_text.substr(i, length);
            i += length - 1;
            continue;
        }
        result += c;
        if (c == '{' || c == '[') ++depth;
        if (c == ':') result += ' ';
        if (c == ',') new_line();
    }
    return result;
}
