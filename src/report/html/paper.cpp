#include "report/html/paper.hpp"

#include "report/html/cell.hpp"

#include <batchstore/shown_text.hpp>

#include <algorithm>
#include <string_view>

namespace batchstore {

namespace {

/// So many characters stand in a line of a table on paper, A4 or Letter.
constexpr std::size_t third_of_page = 42;
constexpr std::size_t half_of_page = 56;
constexpr std::size_t whole_page = 112;
constexpr std::size_t whole_page_of_small_type = 138;
constexpr std::size_t landscape_page = 158;

constexpr std::size_t between_columns = 2;

/// Words may be broken into lines, but not into lines shorter than this.
constexpr std::size_t shortest_line_of_words = 14;
constexpr std::size_t shortest_line_of_ids = 20;

std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        longest = std::max(longest, shown_columns(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return longest;
}

std::size_t width_of(const ReportTable& table, std::size_t column) {
    const ReportColumn& about = table.columns[column];
    const std::size_t most = is_figure(about.type)           ? whole_page
                             : about.type == ReportType::ids ? shortest_line_of_ids
                                                             : shortest_line_of_words;
    std::size_t width = longest_word(about.title);
    const auto widen = [&](const ReportValue& value) {
        width = std::max(width, std::min(to_text(about, value).size(), most));
    };
    for (const auto& row : table.rows) widen(row[column]);
    if (!table.totals.empty()) widen(table.totals[column]);
    return width;
}

}  // namespace

std::size_t characters_across(const ReportTable& table) {
    std::size_t sum = 0;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (!table.columns[column].detail) sum += width_of(table, column) + between_columns;
    }
    return sum;
}

bool needs_landscape(const ReportSection& section) {
    return std::ranges::any_of(section.tables, [](const ReportTable& table) {
        return !table.rows.empty() && characters_across(table) > whole_page_of_small_type;
    });
}

Markup paper_class(const ReportTable& table, bool landscape) {
    if (table.rows.empty()) return "";
    const std::size_t width = characters_across(table);
    constexpr std::size_t few_rows = 25;
    const bool few = table.rows.size() <= few_rows;
    if (width > (landscape ? landscape_page : whole_page))
        return few ? Markup(" small whole") : Markup(" small");
    if (few) return " whole";
    if (table.rows.size() <= many_rows || width > half_of_page) return "";
    return width <= third_of_page ? Markup(" three-columns") : Markup(" two-columns");
}

}  // namespace batchstore
