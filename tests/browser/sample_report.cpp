#include <batchstore/report_html.hpp>
#include <batchstore/time.hpp>

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

constexpr std::int64_t first_day = 1'789'948'800;

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

ReportColumn failures(std::string title) {
    return {.name = "failed", .title = std::move(title), .type = ReportType::number, .failure = true};
}

/// As many days as the report of a year and more has.
ReportTable by_day() {
    ReportTable table{.name = "by_day",
                      .title = "Per day",
                      .columns = {{"day", "Day"},
                                  {"completed", "Completed", ReportType::number},
                                  failures("Failed"),
                                  {"cost", "Cost", ReportType::decimal}}};
    for (std::int64_t day = 0; day < 400; ++day) {
        table.rows.push_back({iso8601(first_day + day * 86'400).substr(0, 10), 200 + day * 37 % 101,
                              day * 13 % 29, std::to_string(day) + ".25"});
    }
    table.charts = {
        {.kind = ReportChart::Kind::stacked, .title = "Requests per day", .values = {1, 2}},
        {.kind = ReportChart::Kind::columns, .title = "Failed and cost per day", .values = {2, 3}}};
    return table;
}

ReportTable of_a_month(const std::vector<std::string>& texts) {
    ReportTable table{
        .name = "of_a_month",
        .title = "October",
        .columns = {
            {"day", "Day"}, {"completed", texts.front(), ReportType::number}, failures(texts.back())}};
    for (std::int64_t day = 0; day < 31; ++day) {
        const std::string name = "2026-10-" + std::string(day < 9 ? "0" : "") + std::to_string(day + 1);
        table.rows.push_back({name, 40 + day * 37 % 101, day * 5 % 17});
    }
    table.charts = {{.kind = ReportChart::Kind::stacked, .title = texts.front(), .values = {1, 2}},
                    {.kind = ReportChart::Kind::bars, .title = texts.back(), .values = {2}}};
    return table;
}

/// The widest table of a report: by two keys, with every figure.
ReportTable by_metadata(const std::vector<std::string>& texts) {
    ReportTable table{.name = "by_metadata",
                      .title = "By metadata",
                      .columns = {{"metadata.team", texts.front(), ReportType::text, "(none)"},
                                  {"model", "Model", ReportType::text, "(none)"}},
                      .keys = 2};
    for (const char* title : {"Batches", "Requests", "Completed", "Failed", "Total tokens", "No usage"}) {
        table.columns.push_back({title, title, ReportType::number, "unknown"});
    }
    for (const char* title : {"Share", "Success"}) table.columns.push_back({title, title, ReportType::share});
    for (const char* title : {"Queue p50", "Queue p90", "Queue p99", "Run p50", "Run p90", "Run p99"}) {
        table.columns.push_back({title, title, ReportType::seconds, "-"});
    }
    auto model = texts.rbegin();
    for (std::int64_t number = 0; const std::string& text : texts) {
        auto& row = table.rows.emplace_back(std::vector<ReportValue>{text, *model++});
        for (std::int64_t i = 1; i <= 6; ++i)
            row.emplace_back(i == 5 ? 1'234'567'890 + number : i * 1'000 + number);
        for (int i = 0; i < 2; ++i) row.emplace_back(0.123 * static_cast<double>(i + 1));
        for (std::int64_t i = 1; i <= 6; ++i) row.emplace_back(i * 13'577 + number);
        ++number;
    }
    return table;
}

/// Numbers of one duration in bins of equal width.
ReportTable histogram(const std::string& text) {
    ReportTable table{.name = "histogram",
                      .title = text,
                      .columns = {{"from", "From", ReportType::seconds},
                                  {"below", "Below", ReportType::seconds, "and more"},
                                  {"batches", "Batches", ReportType::number}}};
    for (std::int64_t bin = 0; bin < 20; ++bin) {
        const std::int64_t width = 1'800;
        const ReportValue below = bin < 19 ? ReportValue((bin + 1) * width) : ReportValue();
        table.rows.push_back({bin * width, below, (bin * 7 + 3) % 20});
    }
    table.charts = {{.kind = ReportChart::Kind::columns, .title = text, .values = {2}}};
    return table;
}

ReportSection head_of(const std::vector<std::string>& texts) {
    ReportSection section{
        .name = "head",
        .title = "What matters",
        .explanation = "October, compared with September.",
        .facts = {{{"tokens", "Tokens", ReportType::number},
                   std::int64_t{116'645'226},
                   ReportValue(std::int64_t{104'000'000})},
                  {{"batches", texts.front(), ReportType::number},
                   std::int64_t{1'382},
                   ReportValue(std::int64_t{1'234})},
                  {{"success", "Success", ReportType::share}, 0.987, ReportValue(0.981)},
                  {{"run", "Median run", ReportType::seconds},
                   std::int64_t{22'345},
                   ReportValue(std::int64_t{22'345})},
                  {{"cost", "Cost", ReportType::decimal, "unknown"}, {}, ReportValue(std::string("123.45"))},
                  {{"absent", "Absent", ReportType::number}, std::int64_t{3}, ReportValue()},
                  {{"ended", "Ended", ReportType::number}, std::int64_t{99'000}}}};
    for (const std::string& text : texts) {
        section.notices.push_back({.name = "notice", .text = text, .section = "coverage", .batches = 3});
    }
    section.notices.push_back({.name = "deadline",
                               .text = "12 batches missed their deadline.",
                               .section = "nothing",
                               .batches = 12});
    section.notices.push_back({.name = "alone", .text = "Nothing says more about it.", .section = "none"});
    return section;
}

Report report_of(const std::vector<std::string>& texts) {
    Report report{.title = "Report on " + texts.front()};
    report.sections.push_back(head_of(texts));
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
                               .tables = {by_text(texts), by_day(), of_a_month(texts), by_metadata(texts),
                                          histogram(texts.front())}});
    report.sections.push_back(
        {.name = "nothing",
         .title = "Nothing",
         .tables = {{.name = "none", .title = texts.front(), .when_empty = "There is no " + texts.back()}}});
    return report;
}

}  // namespace

int main() {
    const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
    const auto texts = nlohmann::json::parse(input).get<std::vector<std::string>>();
    render_html(report_of(texts),
                [](std::string_view piece) { return static_cast<bool>(std::cout << piece); });
}
