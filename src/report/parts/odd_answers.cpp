#include "report/parts/odd_answers.hpp"

#include "report/parts/part.hpp"

#include <batchstore/oddities.hpp>

#include <algorithm>

namespace batchstore {

namespace {

/// These have sections of their own.
bool is_outcome(const std::string& name) {
    constexpr std::array outcomes{BatchOddity::ended_late,
                                  BatchOddity::expired,
                                  BatchOddity::overdue,
                                  BatchOddity::completed_without_output,
                                  BatchOddity::all_requests_failed,
                                  BatchOddity::stopped_with_output,
                                  BatchOddity::absent};
    return std::any_of(outcomes.begin(), outcomes.end(),
                       [&](BatchOddity oddity) { return to_string(oddity) == name; });
}

ReportTable oddities_table(const std::vector<FoundOddity>& found) {
    ReportTable table{.name = "oddities", .title = "Oddities"};
    table.columns = {{"oddity", "Oddity"},
                     {"count", "Times", ReportType::number},
                     {"batches", "Batches", ReportType::number},
                     {"meaning", "Meaning"},
                     {"first_observed_at_us", "First", ReportType::microseconds},
                     {"last_observed_at_us", "Last", ReportType::microseconds},
                     example_column()};
    for (const FoundOddity& oddity : found) {
        table.rows.push_back({oddity.name, oddity.count, oddity.batches, oddity.meaning,
                              oddity.first_observed_at_us, oddity.last_observed_at_us, oddity.examples});
    }
    table.when_empty = "Nothing odd was found.";
    return table;
}

ReportTable sources_table(const std::vector<FoundOddity>& found) {
    ReportTable table{.name = "oddities_by_source", .title = "Who said so"};
    table.columns = {{"oddity", "Oddity"}, {"source", "Source"}, {"count", "Times", ReportType::number}};
    table.keys = 2;
    for (const FoundOddity& oddity : found) {
        for (const auto& [source, count] : oddity.sources) table.rows.push_back({oddity.name, source, count});
    }
    table.when_empty = "Nothing odd was found.";
    return table;
}

}  // namespace

ReportSection odd_answers_section(const BatchReader& moment, const Query& query) {
    OddityReport odd = find_oddities(moment, {.query = query});
    std::erase_if(odd.found, [](const FoundOddity& oddity) { return is_outcome(oddity.name); });
    ReportSection section{
        "oddities", "Oddities",
        "What is odd about what servers said of these batches: answers that contradict each "
        "other, and values other than documented. Nothing here is an error of the store."};
    section.tables = {oddities_table(odd.found), sources_table(odd.found)};
    constexpr std::size_t most_rows = 200;
    for (ReportTable& table : section.tables) keep_first_rows(table, most_rows);
    return section;
}

}  // namespace batchstore
