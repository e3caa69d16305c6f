#include "output/facts.hpp"

#include "output/shown_text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

void Facts::add(std::string_view name, const std::string& value) {
    if (!value.empty()) lines_.emplace_back(shown(name), shown(value));
}

std::string Facts::text() const {
    std::size_t width = 0;
    for (const auto& [name, value] : lines_) width = std::max(width, columns_of(name));
    std::string result;
    for (const auto& [name, value] : lines_) {
        result.append(name).append(width - columns_of(name) + 2, ' ').append(value).append("\n");
    }
    return result;
}
