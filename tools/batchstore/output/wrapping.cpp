#include "output/wrapping.hpp"

#include "output/shown_text.hpp"

#include <algorithm>
#include <string_view>

std::string wrapped(const std::string& text, std::size_t width) {
    std::string result;
    std::size_t used = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t columns = columns_of(word);
        if (width > 0 && used > 0 && used + 1 + columns > width) {
            result += "\n";
            used = 0;
        }
        if (used > 0) result += " ";
        result += word;
        used += columns + (used > 0 ? 1 : 0);
    }
    return result + "\n";
}

std::string indented(const std::string& lines, std::size_t columns) {
    std::string result;
    for (const char& c : lines) {
        result += c;
        if (c == '\n' && &c != &lines.back()) result.append(columns, ' ');
    }
    return result;
}
