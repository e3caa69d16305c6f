#include "output/table_layout.hpp"

#include "output/shown_text.hpp"
#include "output/table.hpp"
#include "output/wrapping.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using batchstore::ReportChart;
using batchstore::ReportColumn;
using batchstore::ReportTable;
using batchstore::ReportType;
using batchstore::ReportValue;

constexpr std::size_t longest_name = 48;
constexpr std::size_t longest_text = 90;

/// A column as it is laid out: its title and all its cells, the totals last.
struct LaidOut {
    Table::Column column;
    std::vector<std::string> cells;

    std::size_t width() const {
        std::size_t width = columns_of(column.title);
        for (const std::string& cell : cells) width = std::max(width, columns_of(cell));
        return width;
    }
};

/// As many whole ids as fit.
std::string ids_text(const std::vector<std::string>& ids) {
    constexpr std::size_t room = 60;
    std::string text;
    for (const std::string& id : ids) {
        const std::string more = text + (text.empty() ? "" : ", ") + shown(id);
        if (columns_of(more) > room) return text.empty() ? cut_to(more, room) : text + ", …";
        text = more;
    }
    return text;
}

LaidOut laid_out(const ReportTable& table, std::size_t index) {
    const ReportColumn& column = table.columns[index];
    constexpr std::size_t least_width = 8;
    const bool can_be_cut = !is_figure(column.type);
    LaidOut result{{in_capitals(shown(column.title)), can_be_cut ? Table::Align::left : Table::Align::right,
                    can_be_cut ? least_width : 0},
                   {}};
    const auto add = [&](const std::string& text) {
        result.cells.push_back(cut_to(shown(text), index < table.keys ? longest_name : longest_text));
    };
    for (const auto& row : table.rows) {
        const auto* ids = std::get_if<std::vector<std::string>>(&row[index]);
        add(ids ? ids_text(*ids) : to_text(column, row[index]));
    }
    if (table.totals.empty()) return result;
    if (index < table.keys) {
        add(index == 0 ? "total" : "");
    } else {
        add(to_text(column, table.totals[index]));
    }
    return result;
}

/// A bar of up to `width` characters: eighths where the terminal can draw, else whole `#`.
std::string bar(double share, std::size_t width, bool drawn) {
    static constexpr const char* parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    constexpr std::size_t eighths = 8;
    const std::size_t unit = drawn ? eighths : 1;
    auto length = static_cast<std::size_t>(std::lround(share * static_cast<double>(width * unit)));
    if (share > 0) length = std::max<std::size_t>(length, 1);
    std::string text;
    for (std::size_t i = 0; i < length / unit; ++i) text += drawn ? "█" : "#";
    return text + (drawn ? parts[length % eighths] : "");
}

/// What is not known, or less than nothing, has no length.
double length_of(const ReportValue& value) {
    return std::max(batchstore::numeric_value(value).value_or(0), 0.0);
}

/// How long the bar of a row is: the parts of a stack together.
double length_of(const std::vector<ReportValue>& row, const ReportChart& chart) {
    const bool stacked = chart.kind == ReportChart::Kind::stacked;
    double length = 0;
    for (std::size_t i = 0; i < (stacked ? chart.values.size() : 1); ++i)
        length += length_of(row[chart.values[i]]);
    return length;
}

/// What a full bar is. Where rows are compared, all of them together if that is known, so that a bar is a
/// row's share; along time the greatest.
double whole_of(const ReportTable& table, const ReportChart& chart) {
    const std::size_t index = chart.values.front();
    const bool is_share = chart.kind == ReportChart::Kind::bars && !table.totals.empty();
    double whole = is_share ? length_of(table.totals[index]) : 0;
    for (const auto& row : table.rows) whole = std::max(whole, length_of(row, chart));
    return whole;
}

/// A bar of which the part that failed looks different. What is there at all is seen.
std::string stacked_bar(const ReportTable& table, const std::vector<ReportValue>& row,
                        const ReportChart& chart, double scale, bool drawn) {
    std::string text;
    double so_far = 0;
    std::int64_t end = 0;
    for (const std::size_t index : chart.values) {
        const double length = length_of(row[index]);
        so_far += length;
        const std::int64_t begin = end;
        end = std::max(std::lround(so_far * scale),
                       length > 0 && table.columns[index].failure ? begin + 1 : begin);
        const char* of_failed = drawn ? "█" : "x";
        const char* of_others = drawn ? "░" : "#";
        for (std::int64_t i = begin; i < end; ++i)
            text += table.columns[index].failure ? of_failed : of_others;
    }
    return text;
}

/// What the part of a stack is that looks different.
std::string stack_title(const ReportTable& table, const ReportChart& chart, bool drawn) {
    for (const std::size_t index : chart.values) {
        const ReportColumn& column = table.columns[index];
        if (column.failure) return (drawn ? "█ " : "x ") + in_capitals(shown(column.title));
    }
    return "";
}

LaidOut bars(const ReportTable& table, const ReportChart& chart, bool drawn) {
    constexpr std::size_t width = 16;
    const double whole = whole_of(table, chart);
    const bool stacked = chart.kind == ReportChart::Kind::stacked;
    LaidOut result{{stacked ? stack_title(table, chart, drawn) : "", Table::Align::left, 0}, {}};
    for (const auto& row : table.rows) {
        if (whole == 0) {
            result.cells.emplace_back();
        } else if (stacked) {
            result.cells.push_back(stacked_bar(table, row, chart, width / whole, drawn));
        } else {
            result.cells.push_back(bar(length_of(row, chart) / whole, width, drawn));
        }
    }
    if (!table.totals.empty()) result.cells.emplace_back();
    return result;
}

/// Columns that stay beside each other: one, and the picture of it.
using Neighbours = std::vector<LaidOut>;

std::size_t width_of(const Neighbours& columns) {
    std::size_t width = 0;
    for (const LaidOut& column : columns) width += column.width() + Table::gap;
    return width;
}

/// The columns on the left that name the rows, and the others.
struct Layout {
    Neighbours keys;
    std::vector<Neighbours> others;
};

Layout layout_of(const ReportTable& table, const Terminal& terminal) {
    Layout layout;
    const ReportChart* drawn =
        !table.charts.empty() && table.rows.size() > 1 ? &table.charts.front() : nullptr;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].detail) continue;
        if (i < table.keys) {
            layout.keys.push_back(laid_out(table, i));
            continue;
        }
        Neighbours& columns = layout.others.emplace_back(1, laid_out(table, i));
        if (drawn != nullptr && drawn->values.front() == i) {
            columns.push_back(bars(table, *drawn, terminal.styled));
        }
    }
    return layout;
}

std::string block_of(const std::vector<LaidOut>& columns, const Terminal& terminal) {
    std::vector<Table::Column> titles;
    titles.reserve(columns.size());
    for (const LaidOut& column : columns) titles.push_back(column.column);
    Table block(titles);
    for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
        std::vector<Table::Cell> cells;
        cells.reserve(columns.size());
        for (const LaidOut& column : columns) cells.emplace_back(column.cells[row]);
        block.add_row(std::move(cells));
    }
    return block.text(terminal);
}

}  // namespace

std::string text_of(const ReportTable& table, const Terminal& terminal) {
    const Layout layout = layout_of(table, terminal);
    std::string text;
    Neighbours block = layout.keys;
    for (const Neighbours& columns : layout.others) {
        const std::size_t width = width_of(block) + width_of(columns) - Table::gap;
        const bool fits = terminal.width == 0 || width <= terminal.width;
        if (!fits && block.size() > layout.keys.size()) {
            text += block_of(block, terminal) + "\n";
            block = layout.keys;
        }
        block.insert(block.end(), columns.begin(), columns.end());
    }
    return text + block_of(block, terminal);
}

std::string whole_text_of(const ReportTable& table, bool titled, const Terminal& terminal) {
    std::string text = titled ? shown(table.title) + ":\n" : "";
    text += table.rows.empty() ? wrapped(shown(table.when_empty), terminal.width) : text_of(table, terminal);
    if (!table.note.empty()) text += wrapped(shown(table.note), terminal.width);
    return text;
}
