#include "output/table_records.hpp"

#include "output/shown_text.hpp"

#include <batchstore/csv.hpp>

#include <cmath>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using batchstore::ReportColumn;
using batchstore::ReportFact;
using batchstore::ReportNotice;
using batchstore::ReportTable;
using batchstore::ReportValue;
using Json = nlohmann::ordered_json;

/// Shares with six places: enough for a million, and the same digits on every machine.
double rounded(double share) {
    constexpr double places = 1e6;
    return std::round(share * places) / places;
}

void append_cell(std::string& line, const ReportValue& value, bool raw, bool on_terminal) {
    const auto append = [&](const std::string& text) {
        batchstore::append_csv_text(line, on_terminal ? shown(text) : text, raw);
    };
    if (const auto* text = std::get_if<std::string>(&value)) {
        append(*text);
    } else if (const auto* ids = std::get_if<std::vector<std::string>>(&value)) {
        std::string joined;
        for (const std::string& id : *ids) joined += (joined.empty() ? "" : ";") + id;
        append(joined);
    } else if (!std::holds_alternative<std::monostate>(value)) {
        line += json_of(value).dump();
    }
}

}  // namespace

Json json_of(const ReportValue& value) {
    return std::visit(
        [](const auto& known) -> Json {
            using Known = std::decay_t<decltype(known)>;
            if constexpr (std::is_same_v<Known, std::monostate>)
                return nullptr;
            else if constexpr (std::is_same_v<Known, double>)
                return rounded(known);
            else
                return known;
        },
        value);
}

Json json_of(const std::vector<ReportColumn>& columns, const std::vector<ReportValue>& row) {
    Json record = Json::object();
    for (std::size_t i = 0; i < columns.size(); ++i) record[columns[i].name] = json_of(row[i]);
    return record;
}

Json totals_of(const ReportTable& table) {
    Json totals = json_of(table.columns, table.totals);
    for (std::size_t i = 0; i < table.keys; ++i) totals.erase(table.columns[i].name);
    return totals;
}

std::string csv_of(const ReportTable& table, bool raw, bool on_terminal) {
    std::string text;
    for (const ReportColumn& column : table.columns) {
        if (&column != table.columns.data()) text += ',';
        batchstore::append_csv_text(text, column.name, raw);
    }
    text += '\n';
    for (const auto& row : table.rows) {
        for (const ReportValue& value : row) {
            if (&value != row.data()) text += ',';
            append_cell(text, value, raw, on_terminal);
        }
        text += '\n';
    }
    return text;
}

std::string csv_of(const std::vector<ReportFact>& facts, bool raw) {
    std::string text = "name,value,before\n";
    for (const ReportFact& fact : facts) {
        batchstore::append_csv_text(text, fact.column.name, raw);
        text += ',';
        append_cell(text, fact.value, raw, false);
        text += ',';
        append_cell(text, fact.before.value_or(ReportValue()), raw, false);
        text += '\n';
    }
    return text;
}

std::string csv_of(const std::vector<ReportNotice>& notices, bool raw) {
    std::string text = "name,section,batches,text\n";
    for (const ReportNotice& notice : notices) {
        for (const ReportValue& value :
             {ReportValue(notice.name), ReportValue(notice.section), ReportValue(notice.batches)}) {
            append_cell(text, value, raw, false);
            text += ',';
        }
        append_cell(text, notice.text, raw, false);
        text += '\n';
    }
    return text;
}
