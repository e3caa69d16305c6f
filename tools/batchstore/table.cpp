#include "table.hpp"

#include "shown_text.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t gap = 2;

std::string padded(const std::string& cell, std::size_t width, Table::Align align) {
    const std::string space(width - std::min(width, columns_of(cell)), ' ');
    return align == Table::Align::left ? cell + space : space + cell;
}

std::size_t total_width(const std::vector<std::size_t>& widths) {
    return std::accumulate(widths.begin(), widths.end(), gap * (widths.size() - 1));
}

void trim_right(std::string& line) {
    line.erase(line.find_last_not_of(' ') + 1);
}

}  // namespace

void Table::add_row(const std::vector<std::string>& cells) {
    std::vector<std::string> row;
    row.reserve(cells.size());
    for (const std::string& cell : cells) row.push_back(shown(cell));
    rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::natural_widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = columns_of(columns_[i].title);
        for (const auto& row : rows_) width = std::max(width, columns_of(row[i]));
        widths.push_back(width);
    }
    return widths;
}

std::vector<std::size_t> Table::fitted_widths(std::size_t available) const {
    std::vector<std::size_t> natural = natural_widths();
    while (available > 0) {
        std::vector<std::size_t> widths = natural;
        while (total_width(widths) > available) {
            std::size_t* widest = nullptr;
            for (std::size_t i = 0; i < widths.size(); ++i) {
                const std::size_t least = columns_[i].least_width;
                const bool can_give = least > 0 && widths[i] > least;
                if (can_give && (!widest || widths[i] > *widest)) widest = &widths[i];
            }
            if (!widest) break;
            --*widest;
        }
        if (total_width(widths) <= available || natural.size() == 1) return widths;
        natural.pop_back();
    }
    return natural;
}

std::string Table::text(const Terminal& terminal) const {
    const std::vector<std::size_t> widths = fitted_widths(terminal.width);
    const auto line_of = [&](const auto& cell_at) {
        std::string line;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (i > 0) line.append(gap, ' ');
            line += padded(cut_to(cell_at(i), widths[i]), widths[i], columns_[i].align);
        }
        trim_right(line);
        return line;
    };
    const std::string titles = line_of([&](std::size_t i) { return columns_[i].title; });
    std::string result = terminal.styled ? "\x1b[1m" + titles + "\x1b[0m\n" : titles + "\n";
    for (const auto& row : rows_) {
        result += line_of([&](std::size_t i) { return row[i]; }) + "\n";
    }
    return result;
}
