#include "report/figures/table.hpp"

#include "report/costs/columns.hpp"
#include "report/figures/counter.hpp"
#include "report/figures/value.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace batchstore {

namespace {

/// One of the figures of a group: what it is called, and where it stands.
struct FigureColumn {
    ReportColumn column;
    ReportValue (*value)(const Figures& group, const Figures& all);
};

constexpr const char* unknown = "unknown";
constexpr const char* none = "-";

/// A column with the sum of a number that not every batch says.
template <Sum Figures::*sum>
FigureColumn sum_column(const char* name, const char* title) {
    return {{name, title, ReportType::number, unknown},
            [](const Figures& group, const Figures&) { return report_value((group.*sum).known()); }};
}

template <Durations Figures::*durations, std::optional<std::int64_t> Durations::*percentile>
FigureColumn percentile_column(const char* name, const char* title) {
    return {{name, title, ReportType::seconds, none}, [](const Figures& group, const Figures&) {
                return report_value((group.*durations).*percentile);
            }};
}

template <Durations Figures::*durations, std::int64_t Durations::*count>
FigureColumn count_column(const char* name, const char* title) {
    return {{name, title, ReportType::number, "", true},
            [](const Figures& group, const Figures&) { return ReportValue((group.*durations).*count); }};
}

ReportColumn of_failures(ReportColumn column) {
    column.failure = true;
    return column;
}

const std::array columns{
    FigureColumn{{"batches", "Batches", ReportType::number},
                 [](const Figures& group, const Figures&) { return ReportValue(group.batches); }},
    FigureColumn{{"share", "Share", ReportType::share},
                 [](const Figures& group, const Figures& all) {
                     return report_value(share_of(group.batches, all.batches));
                 }},
    FigureColumn{{"batches_ended", "Ended", ReportType::number, "", true},
                 [](const Figures& group, const Figures&) { return ReportValue(group.batches_ended); }},
    FigureColumn{of_failures({"batches_failed", "Failed batches", ReportType::number}),
                 [](const Figures& group, const Figures&) { return ReportValue(group.batches_failed); }},
    FigureColumn{of_failures({"failure_rate", "Rate", ReportType::share, none}),
                 [](const Figures& group, const Figures&) { return report_value(group.failure_rate); }},
    sum_column<&Figures::requests_total>("requests_total", "Requests"),
    sum_column<&Figures::requests_completed>("requests_completed", "Completed"),
    sum_column<&Figures::requests_failed>("requests_failed", "Failed"),
    FigureColumn{{"success_rate", "Success", ReportType::share, none},
                 [](const Figures& group, const Figures&) { return report_value(group.success_rate); }},
    sum_column<&Figures::input_tokens>("input_tokens", "Input tokens"),
    sum_column<&Figures::cached_tokens>("cached_tokens", "Cached"),
    sum_column<&Figures::output_tokens>("output_tokens", "Output tokens"),
    sum_column<&Figures::reasoning_tokens>("reasoning_tokens", "Reasoning"),
    sum_column<&Figures::total_tokens>("total_tokens", "Total tokens"),
    FigureColumn{{"without_usage", "No usage", ReportType::number},
                 [](const Figures& group, const Figures&) { return ReportValue(group.without_usage); }},
    percentile_column<&Figures::queue, &Durations::p50>("queue_p50", "Queue p50"),
    percentile_column<&Figures::queue, &Durations::p90>("queue_p90", "Queue p90"),
    percentile_column<&Figures::queue, &Durations::p99>("queue_p99", "Queue p99"),
    count_column<&Figures::queue, &Durations::counted>("queue_counted", "Queue counted"),
    count_column<&Figures::queue, &Durations::missing>("queue_missing", "Queue missing"),
    count_column<&Figures::queue, &Durations::negative>("queue_negative", "Queue negative"),
    percentile_column<&Figures::run, &Durations::p50>("run_p50", "Run p50"),
    percentile_column<&Figures::run, &Durations::p90>("run_p90", "Run p90"),
    percentile_column<&Figures::run, &Durations::p99>("run_p99", "Run p99"),
    count_column<&Figures::run, &Durations::counted>("run_counted", "Run counted"),
    count_column<&Figures::run, &Durations::missing>("run_missing", "Run missing"),
    count_column<&Figures::run, &Durations::negative>("run_negative", "Run negative"),
    percentile_column<&Figures::total, &Durations::p50>("total_p50", "Total p50"),
    percentile_column<&Figures::total, &Durations::p90>("total_p90", "Total p90"),
    percentile_column<&Figures::total, &Durations::p99>("total_p99", "Total p99"),
    count_column<&Figures::total, &Durations::counted>("total_counted", "Total counted"),
    count_column<&Figures::total, &Durations::missing>("total_missing", "Total missing"),
    count_column<&Figures::total, &Durations::negative>("total_negative", "Total negative"),
    FigureColumn{{"absent", "Absent", ReportType::number},
                 [](const Figures& group, const Figures&) { return ReportValue(group.absent); }},
};

const FigureColumn& column_named(std::string_view name) {
    return *std::find_if(columns.begin(), columns.end(),
                         [&](const FigureColumn& figure) { return figure.column.name == name; });
}

/// A chart of the batches where they are counted.
std::vector<ReportChart> charts_of(const Statistics& statistics, const std::vector<ReportColumn>& shown) {
    const auto batches =
        std::find_if(shown.begin(), shown.end(), [](const auto& column) { return column.name == "batches"; });
    if (batches == shown.end()) return {};
    const bool along_time = statistics.by.size() == 1 && is_time(statistics.by.front());
    return {{.kind = along_time ? ReportChart::Kind::columns : ReportChart::Kind::bars,
             .title = "Batches",
             .values = {static_cast<std::size_t>(batches - shown.begin())}}};
}

/// What groups cost stands behind what share they are: it was asked for, so it is seen first.
void insert_costs(ReportTable& table, const Statistics& statistics) {
    const auto place = static_cast<std::ptrdiff_t>(table.keys) + 2;
    const auto insert = [place](auto& values, const auto& more) {
        values.insert(values.begin() + place, more.begin(), more.end());
    };
    const auto values_of = [&](const Figures& figures) {
        return cost_values(figures.cost.value_or(CostFigures{}), statistics.currency);
    };
    insert(table.columns, cost_columns(statistics.currency));
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        insert(table.rows[i], values_of(statistics.groups[i].figures));
    }
    insert(table.totals, values_of(statistics.all));
}

}  // namespace

ReportColumn key_column(const GroupKey& key) {
    std::string title = to_string(key);
    if (key.field == GroupKey::Field::error_code) title = "error code";
    if (key.field != GroupKey::Field::metadata) {
        title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    }
    return {to_string(key), title, ReportType::text, "(none)"};
}

ReportFact figure_fact(const Figures& figures, std::string_view name, const std::string& title) {
    const FigureColumn& figure = column_named(name);
    ReportFact fact{figure.column, figure.value(figures, figures)};
    if (!title.empty()) fact.column.title = title;
    return fact;
}

ReportTable figure_table(const Statistics& statistics, const std::vector<std::string_view>& figures) {
    ReportTable table;
    table.keys = statistics.by.size();
    for (const GroupKey& key : statistics.by) table.columns.push_back(key_column(key));
    for (const std::string_view name : figures) {
        ReportColumn& column = table.columns.emplace_back(column_named(name).column);
        if (name == "absent") column.detail = statistics.all.absent == 0;
    }
    const auto append_figures = [&](std::vector<ReportValue>& row, const Figures& group) {
        for (const std::string_view name : figures) {
            row.push_back(column_named(name).value(group, statistics.all));
        }
    };
    for (const Group& group : statistics.groups) {
        std::vector<ReportValue>& row = table.rows.emplace_back();
        for (const auto& value : group.values) row.push_back(report_value(value));
        append_figures(row, group.figures);
    }
    table.totals.resize(table.keys);
    append_figures(table.totals, statistics.all);
    table.charts = charts_of(statistics, table.columns);
    return table;
}

ReportTable to_table(const Statistics& statistics) {
    std::vector<std::string_view> names;
    names.reserve(std::size(columns));
    for (const FigureColumn& figure : columns) names.emplace_back(figure.column.name);
    ReportTable table = figure_table(statistics, names);
    table.name = "statistics";
    table.title = "Statistics";
    table.when_empty = "There are no such batches.";
    if (statistics.all.cost) insert_costs(table, statistics);
    return table;
}

}  // namespace batchstore
