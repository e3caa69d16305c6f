#include "commands/chosen_columns.hpp"

#include "arguments/command_line.hpp"
#include "output/json_value.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"

#include <batchstore/csv.hpp>

#include <algorithm>
#include <utility>

namespace {

BatchColumn column_named(const std::string& word) {
    if (auto column = BatchColumn::named(word)) return *std::move(column);
    if (word == "metadata.") throw UsageError("--columns: metadata. needs a key: metadata.KEY");
    if (word == "source") {
        throw UsageError("--columns: source is of answers, not of batches; batchstore history has it");
    }
    throw UsageError("--columns: there is no column '" + shown(word) + "'" +
                     suggestion(word, batch_column_names(true)));
}

}  // namespace

ChosenColumns::ChosenColumns(const std::vector<std::string>& words,
                             std::optional<batchstore::PriceList> prices)
    : prices_(std::move(prices)) {
    for (const std::string& word : words) {
        BatchColumn column = column_named(word);
        if (std::ranges::find(columns_, column.name(), &BatchColumn::name) != columns_.end()) {
            throw UsageError("--columns: " + shown(column.name()) + " is there twice");
        }
        if (column.wants_prices() && !prices_) {
            throw UsageError("--columns: " + column.name() + " needs --prices FILE");
        }
        columns_.push_back(std::move(column));
    }
    if (prices_ && std::ranges::none_of(columns_, &BatchColumn::wants_prices)) {
        throw UsageError("--prices: nothing shows costs; add cost to --columns");
    }
}

std::vector<Table::Column> ChosenColumns::titles() const {
    std::vector<Table::Column> titles;
    titles.reserve(columns_.size());
    for (const BatchColumn& column : columns_) titles.push_back(column.title());
    return titles;
}

std::vector<Table::Cell> ChosenColumns::row_of(
    const batchstore::StoredBatch& batch,
    const std::function<std::string(const std::string&)>& id_text) const {
    std::vector<Table::Cell> cells;
    for (const BatchColumn& column : columns_) {
        cells.push_back(column.name() == "id" ? id_text(batch.id) : column.cell_of(batch, prices()));
    }
    return cells;
}

std::string ChosenColumns::json_text_of(const batchstore::StoredBatch& batch) const {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const BatchColumn& column : columns_) object[column.name()] = column.value_of(batch, prices());
    return one_line(object);
}

std::string ChosenColumns::csv_titles(bool raw) const {
    std::string line;
    for (const BatchColumn& column : columns_) {
        if (&column != columns_.data()) line += ',';
        batchstore::append_csv_text(line, column.name(), raw);
    }
    return line;
}

std::string ChosenColumns::csv_line_of(const batchstore::StoredBatch& batch, bool raw) const {
    std::string line;
    for (const BatchColumn& column : columns_) {
        if (&column != columns_.data()) line += ',';
        append_csv_cell(line, column.value_of(batch, prices()), raw);
    }
    return line;
}
