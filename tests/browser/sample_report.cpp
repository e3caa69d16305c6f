#include <batchstore/report_html.hpp>

#include <cstdint>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

/// Writes the page of a report with everything that a report can have. The texts that servers would say come
/// from standard input, a JSON array of strings; each stands in every place where a text can stand.
namespace {

using namespace batchstore;

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += text + " ";
    return all;
}

ReportTable by_text(const std::vector<std::string>& texts) {
    ReportTable table{.name = "by_text",
                      .title = "By " + texts.front(),
                      .columns = {{"text", texts.back(), ReportType::text, "(none)"},
                                  {"batches", "Batches", ReportType::number},
                                  {"share", "Share", ReportType::share},
                                  {"tokens", "Tokens", ReportType::number, texts.front()},
                                  {"run_p50", "Run p50", ReportType::seconds},
                                  {"run_p90", "Run p90", ReportType::seconds},
                                  {"last", "Last seen", ReportType::time},
                                  {"code", "Code", ReportType::code},
                                  {"examples", "Examples", ReportType::ids}},
                      .note = joined(texts)};
    std::int64_t number = 1;
    for (const std::string& text : texts) {
        number = number * 3 % 1'000'003;
        const std::int64_t tokens = number * 1'000'000;
        table.rows.push_back({text, number, 0.125, tokens, number, number * 2, 1'790'000'000 + number, text,
                              std::vector<std::string>{text.substr(0, 1'024), "batch_68dc9b40"}});
    }
    table.rows.emplace_back(table.columns.size());
    table.totals = {{}, std::int64_t{1'000'000}, 1.0, {}, {}, {}, {}, {}, {}};
    table.charts = {{.title = "Batches by " + texts.front(), .values = {1}},
                    {.title = texts.back(), .values = {4, 5}},
                    {.kind = ReportChart::Kind::columns, .title = texts.front(), .values = {1}}};
    return table;
}

ReportTable by_day() {
    ReportTable table{.name = "by_day",
                      .title = "Per day",
                      .columns = {{"day", "Day", ReportType::time},
                                  {"batches", "Batches", ReportType::number},
                                  {"cost", "Cost", ReportType::decimal}}};
    for (std::int64_t day = 0; day < 400; ++day) {
        table.rows.push_back(
            {1'790'000'000 + day * 86'400, 200 + day * 37 % 101, std::to_string(day) + ".25"});
    }
    table.charts = {
        {.kind = ReportChart::Kind::columns, .title = "Batches and cost per day", .values = {1, 2}}};
    return table;
}

Report report_of(const std::vector<std::string>& texts) {
    Report report{.title = "Report on " + texts.front()};
    report.sections.push_back(
        {.name = "figures",
         .title = "Key figures",
         .explanation = "What was known about the batches of October.",
         .facts = {{{"batches", "Batches", ReportType::number}, std::int64_t{100'000}},
                   {{"tokens", "Tokens", ReportType::number}, std::int64_t{1'234'567'890'123}},
                   {{"success", "Success rate", ReportType::share}, 0.987},
                   {{"run", "Median run", ReportType::seconds}, std::int64_t{22'345}},
                   {{"cost", "Cost", ReportType::decimal}, std::string("123456.78")},
                   {{"unknown", "Unknown", ReportType::number, "unknown"}, {}}}});
    report.sections.push_back({.name = "coverage",
                               .title = texts.back(),
                               .explanation = joined(texts),
                               .facts = {{{"head", "Head", ReportType::code}, "28:" + std::string(64, 'f')},
                                         {{"from", "From", ReportType::time}, std::int64_t{1'790'000'000}},
                                         {{"text", texts.front(), ReportType::text}, joined(texts)}},
                               .tables = {by_text(texts), by_day()}});
    report.sections.push_back(
        {.name = "nothing",
         .title = "Nothing",
         .tables = {{.name = "none", .title = texts.front(), .when_empty = texts.back()}}});
    return report;
}

}  // namespace

int main() {
    const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
    const auto texts = nlohmann::json::parse(input).get<std::vector<std::string>>();
    render_html(report_of(texts),
                [](std::string_view piece) { return static_cast<bool>(std::cout << piece); });
}
