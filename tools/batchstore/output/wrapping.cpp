#include "output/wrapping.hpp"

#include "output/shown_text.hpp"

#include <algorithm>
#include <string_view>

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
    if (width == 0 || indent + columns_of(text) <= width) return text + "\n";
    std::string result;
    std::size_t used = indent;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t columns = columns_of(word);
        if (used > indent && used + 1 + columns > width) {
            result.append("\n").append(indent, ' ');
            used = indent;
        }
        if (used > indent) result += " ";
        result += word;
        used += columns + (used > indent ? 1 : 0);
    }
    return result + "\n";
}
