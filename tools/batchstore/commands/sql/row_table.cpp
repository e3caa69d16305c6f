#include "commands/sql/row_table.hpp"

#include "commands/sql/values.hpp"
#include "output/facts.hpp"
#include "output/shown_text.hpp"
#include "output/table.hpp"

#include <algorithm>
#include <variant>

namespace {

constexpr std::size_t most_rows = 1'000;
constexpr std::size_t most_bytes = std::size_t{4} << 20;

}  // namespace

void RowTable::columns(std::span<const std::string> names) {
    for (const std::string& name : distinct(names)) columns_.push_back({.title = shown(name)});
}

bool RowTable::row(std::span<const batchstore::SqlValue> values) {
    std::vector<std::string>& cells = rows_.emplace_back();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool is_null = std::holds_alternative<std::monostate>(values[i]);
        cells.push_back(shown(plain_text(values[i])));
        bytes_ += cells.back().size();
        Column& column = columns_[i];
        column.numeric = column.numeric && (is_null || is_number(values[i]));
        column.widest = std::max(column.widest, columns_of(cells.back()));
    }
    return (rows_.size() < most_rows && bytes_ < most_bytes) || write_block();
}

void RowTable::end() {
    if (!rows_.empty() || !anything_written_) write_block();
}

/// Numbers are never cut.
std::size_t RowTable::Column::least_width() const {
    constexpr std::size_t cut_text = 8;
    return std::max(columns_of(title), numeric ? widest : std::min(widest, cut_text));
}

bool RowTable::fits() const {
    std::size_t width = 0;
    for (const Column& column : columns_) width += Table::gap + column.least_width();
    return terminal_.width == 0 || width <= terminal_.width + Table::gap;
}

bool RowTable::write_block() {
    const bool wanted = output_.write(fits() ? beside_each_other() : below_each_other());
    anything_written_ = true;
    rows_written_ += rows_.size();
    rows_.clear();
    bytes_ = 0;
    for (Column& column : columns_) column = {.title = column.title};
    return wanted;
}

std::string RowTable::beside_each_other() const {
    std::vector<Table::Column> columns;
    for (const Column& column : columns_) {
        const bool right = column.numeric && !rows_.empty();
        columns.push_back({.title = column.title,
                           .align = right ? Table::Align::right : Table::Align::left,
                           .least_width = column.numeric ? 0 : column.least_width()});
    }
    Table table(std::move(columns));
    for (const auto& row : rows_) table.add_row({row.begin(), row.end()});
    return table.text(terminal_);
}

std::string RowTable::below_each_other() const {
    std::string text;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        Facts facts;
        facts.add("row", std::to_string(rows_written_ + i + 1));
        for (std::size_t k = 0; k < columns_.size(); ++k) facts.add(columns_[k].title, rows_[i][k]);
        text += (rows_written_ + i == 0 ? "" : "\n") + facts.text(terminal_.width);
    }
    return text;
}
