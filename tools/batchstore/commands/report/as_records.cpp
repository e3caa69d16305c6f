#include "commands/report/forms.hpp"
#include "output/json_value.hpp"
#include "output/table_records.hpp"

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

Json table_json(const batchstore::ReportTable& table) {
    Json rows = Json::array();
    for (const auto& row : table.rows) rows.push_back(json_of(table.columns, row));
    Json result{{"title", table.title}, {"rows", std::move(rows)}};
    if (!table.totals.empty()) result["totals"] = totals_of(table);
    if (!table.note.empty()) result["note"] = table.note;
    return result;
}

Json notice_json(const batchstore::ReportNotice& notice) {
    return {{"name", notice.name},
            {"text", notice.text},
            {"section", notice.section},
            {"batches", notice.batches}};
}

Json section_json(const batchstore::ReportSection& section) {
    Json result{{"title", section.title}, {"explanation", section.explanation}};
    for (const auto& fact : section.facts) {
        result["facts"][fact.column.name] = json_of(fact.value);
        if (fact.before) result["before"][fact.column.name] = json_of(*fact.before);
    }
    for (const auto& notice : section.notices) result["notices"].push_back(notice_json(notice));
    for (const auto& table : section.tables) result["tables"][table.name] = table_json(table);
    return result;
}

}  // namespace

std::string report_as_json(const batchstore::Report& report) {
    Json sections = Json::object();
    for (const auto& section : report.sections) sections[section.name] = section_json(section);
    return one_line({{"title", report.title}, {"sections", std::move(sections)}});
}

std::vector<std::pair<std::string, std::string>> report_as_csv(const batchstore::Report& report, bool raw) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& section : report.sections) {
        if (!section.facts.empty())
            files.emplace_back(section.name + "_facts.csv", csv_of(section.facts, raw));
        if (!section.notices.empty())
            files.emplace_back(section.name + "_notices.csv", csv_of(section.notices, raw));
        for (const auto& table : section.tables) files.emplace_back(table.name + ".csv", csv_of(table, raw));
    }
    return files;
}
