#include "output/facts.hpp"

#include "output/shown_text.hpp"
#include "output/wrapping.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

std::string padded_to(std::string text, std::size_t width) {
    return text.append(width - columns_of(text), ' ');
}

}  // namespace

void Facts::add(std::string_view name, const std::string& value, const std::string& remark) {
    if (!value.empty()) lines_.push_back({shown(name), shown(value), shown(remark)});
}

std::string Facts::text(std::size_t width) const {
    constexpr std::size_t gap = 2;
    constexpr std::size_t least_room = 20;  // beside the names; with less, lines are the terminal's affair
    std::size_t names = 0;
    std::size_t values = 0;
    for (const Line& line : lines_) {
        names = std::max(names, columns_of(line.name));
        if (!line.remark.empty()) values = std::max(values, columns_of(line.value));
    }
    const std::size_t indent = names + gap;
    const bool has_room = width >= indent + least_room;
    std::string result;
    for (const Line& line : lines_) {
        const std::string text =
            line.remark.empty() ? line.value : padded_to(line.value, values + gap) + line.remark;
        result += padded_to(line.name, indent) + wrapped(text, has_room ? width : 0, indent);
    }
    return result;
}
