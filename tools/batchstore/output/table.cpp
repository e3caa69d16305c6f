#include "output/table.hpp"

#include "output/column_widths.hpp"
#include "output/shown_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
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

void trim_right(std::string& line) {
    line.erase(line.find_last_not_of(' ') + 1);
}

}  // namespace

std::string styled(const std::string& text, Style style) {
    return style == Style::plain ? text : escape_of(style) + text + plain_again;
}

std::string in_capitals(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

void Table::add_row(std::vector<Cell> cells) {
    for (Cell& cell : cells) cell.text = shown(cell.text);
    rows_.push_back({std::move(cells), {}});
}

void Table::add_line(const std::string& text) {
    rows_.back().lines.push_back(shown(text));
}

bool Table::is_wanted(std::size_t column) const {
    return !columns_[column].only_if_filled ||
           std::ranges::any_of(rows_, [&](const Row& row) { return !row.cells[column].text.empty(); });
}

std::size_t Table::natural_width(std::size_t column) const {
    std::size_t width = columns_of(columns_[column].title);
    for (const Row& row : rows_) width = std::max(width, columns_of(row.cells[column].text));
    return width;
}

std::vector<Table::Place> Table::places(std::size_t available) const {
    std::vector<ColumnRoom> rooms;
    std::vector<std::size_t> wanted;
    std::size_t whole = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!is_wanted(i)) continue;
        const Column& column = columns_[i];
        wanted.push_back(i);
        const std::size_t natural = natural_width(i);
        const std::size_t least = column.least_width == 0 ? natural : std::min(natural, column.least_width);
        rooms.push_back({.natural = natural,
                         .least = least,
                         .good = std::clamp(column.good_width, least, natural),
                         .weight = column.weight});
        whole += gap + natural;
    }
    const auto widths = column_widths(rooms, gap, available == 0 ? whole : available);
    std::vector<Place> places;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (widths[i]) places.push_back({wanted[i], *widths[i]});
    }
    return places;
}

std::string Table::line_of(const std::vector<Cell>& cells, const std::vector<Place>& places,
                           bool styled) const {
    std::string line;
    for (const auto& [column, width] : places) {
        const std::string cell = cut_to(cells[column].text, width);
        const std::string space(width - std::min(width, columns_of(cell)), ' ');
        const std::string escape = styled && !cell.empty() ? escape_of(cells[column].style) : "";
        const std::string end = escape.empty() ? "" : plain_again;
        if (column != places.front().column) line.append(Table::gap, ' ');
        const bool left = columns_[column].align == Align::left;
        line += left ? escape + cell + end + space : space + escape + cell + end;
    }
    trim_right(line);
    return line;
}

std::string Table::text(const Terminal& terminal) const {
    const std::vector<Place> places = this->places(terminal.width);
    std::vector<Cell> titles;
    for (const Column& column : columns_) titles.emplace_back(column.title);
    const std::string title_line = line_of(titles, places, false);
    std::string result = terminal.styled ? bold + title_line + plain_again + "\n" : title_line + "\n";
    for (const Row& row : rows_) {
        result += line_of(row.cells, places, terminal.styled) + "\n";
        for (const std::string& line : row.lines) {
            result += (terminal.width > 0 ? cut_to(line, terminal.width) : line) + "\n";
        }
    }
    return result;
}
