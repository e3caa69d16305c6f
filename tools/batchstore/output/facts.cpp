#include "output/facts.hpp"

#include "output/shown_text.hpp"

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

std::string Facts::text() const {
    std::size_t name_width = 0;
    std::size_t value_width = 0;
    for (const Line& line : lines_) {
        name_width = std::max(name_width, columns_of(line.name));
        if (!line.remark.empty()) value_width = std::max(value_width, columns_of(line.value));
    }
    std::string result;
    for (const Line& line : lines_) {
        result += padded_to(line.name, name_width) + "  ";
        result += line.remark.empty() ? line.value : padded_to(line.value, value_width) + "  " + line.remark;
        result += "\n";
    }
    return result;
}
