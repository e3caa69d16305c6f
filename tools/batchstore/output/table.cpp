#include "output/table.hpp"

#include "output/shown_text.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr const char* bold = "\x1b[1m";
constexpr const char* plain_again = "\x1b[0m";

const char* escape_of(Style style) {
    switch (style) {
        case Style::good:
            return "\x1b[32m";
        case Style::bad:
            return "\x1b[31m";
        case Style::warning:
            return "\x1b[33m";
        case Style::active:
            return "\x1b[36m";
        case Style::quiet:
            return "\x1b[2m";
        case Style::plain:
            break;
    }
    return "";
}

std::size_t total_width(const std::vector<std::size_t>& widths) {
    return std::accumulate(widths.begin(), widths.end(), Table::gap * (widths.size() - 1));
}

void trim_right(std::string& line) {
    line.erase(line.find_last_not_of(' ') + 1);
}

}  // namespace

void Table::add_row(std::vector<Cell> cells) {
    for (Cell& cell : cells) cell.text = shown(cell.text);
    rows_.push_back({std::move(cells), {}});
}

void Table::add_line(const std::string& text) {
    rows_.back().lines.push_back(shown(text));
}

std::vector<std::size_t> Table::natural_widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = columns_of(columns_[i].title);
        for (const Row& row : rows_) width = std::max(width, columns_of(row.cells[i].text));
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

std::string Table::line_of(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                           bool styled) const {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const std::string cell = cut_to(cells[i].text, widths[i]);
        const std::string space(widths[i] - std::min(widths[i], columns_of(cell)), ' ');
        const std::string escape = styled && !cell.empty() ? escape_of(cells[i].style) : "";
        const std::string end = escape.empty() ? "" : plain_again;
        if (i > 0) line.append(Table::gap, ' ');
        line += columns_[i].align == Align::left ? escape + cell + end + space : space + escape + cell + end;
    }
    trim_right(line);
    return line;
}

std::string Table::text(const Terminal& terminal) const {
    const std::vector<std::size_t> widths = fitted_widths(terminal.width);
    std::vector<Cell> titles;
    for (const Column& column : columns_) titles.emplace_back(column.title);
    const std::string title_line = line_of(titles, widths, false);
    std::string result = terminal.styled ? bold + title_line + plain_again + "\n" : title_line + "\n";
    for (const Row& row : rows_) {
        result += line_of(row.cells, widths, terminal.styled) + "\n";
        for (const std::string& line : row.lines) {
            result += (terminal.width > 0 ? cut_to(line, terminal.width) : line) + "\n";
        }
    }
    return result;
}
