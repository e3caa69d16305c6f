#include "report/costs/columns.hpp"
#include "report/figures/cost_counter.hpp"
#include "report/figures/table.hpp"
#include "report/figures/value.hpp"
#include "report/parts/part.hpp"
#include "report/parts/table_name.hpp"

#include <batchstore/costs.hpp>
#include <batchstore/time.hpp>

#include <set>
#include <string>

#include <fmt/format.h>

/// What the batches of a report cost, as a section of it.
namespace batchstore {

namespace {

constexpr std::size_t most_rows = 100;

template <class Value>
void append(std::vector<Value>& values, const std::vector<Value>& more) {
    values.insert(values.end(), more.begin(), more.end());
}

ReportTable breakdown_table(const CostBreakdown& breakdown, const Costs& costs,
                            std::set<std::string>& taken) {
    ReportTable table{.name = free_table_name("cost_by_" + to_string(breakdown.key), taken),
                      .title = "Cost by " + to_string(breakdown.key)};
    table.columns.push_back(key_column(breakdown.key));
    append(table.columns, cost_columns(costs.currency));
    append(table.columns, {{"input_tokens", "Input tokens", ReportType::number, "unknown"},
                           {"cached_tokens", "Cached", ReportType::number, "unknown"},
                           {"output_tokens", "Output tokens", ReportType::number, "unknown"}});
    const auto append_figures = [&](std::vector<ReportValue>& row, const CostFigures& figures) {
        append(row, cost_values(figures, costs.currency));
        for (const Sum& tokens : {figures.input_tokens, figures.cached_tokens, figures.output_tokens}) {
            row.push_back(report_value(tokens.known()));
        }
    };
    for (const CostGroup& group : breakdown.groups) {
        auto& row = table.rows.emplace_back();
        row.push_back(report_value(group.value));
        append_figures(row, group.figures);
    }
    table.totals.emplace_back();
    append_figures(table.totals, costs.all);
    table.when_empty = "There are no such batches.";
    if (const std::int64_t tokens = costs.all.unpriced_tokens.value; tokens > 0) {
        table.note = fmt::format("{} tokens are of batches that are not priced, so they are in no cost.",
                                 grouped(tokens));
    }
    const auto kind = is_time(breakdown.key) ? ReportChart::Kind::columns : ReportChart::Kind::bars;
    table.charts = {{.kind = kind, .title = table.title + " (" + costs.currency + ")", .values = {1}}};
    keep_first_rows(table, most_rows);
    return table;
}

/// A price as it stands in the file, never rounded.
std::string price_text(std::int64_t price) {
    constexpr std::int64_t unit = 100'000'000;
    constexpr std::int64_t atto = 10'000'000'000;
    return exact_text({.whole = price / unit, .atto = price % unit * atto});
}

ReportTable price_table(const Costs& costs) {
    ReportTable table{.name = "prices",
                      .title = "Prices that counted",
                      .columns = {{"model", "Model", ReportType::text},
                                  {"valid_from", "Valid from", ReportType::text},
                                  {"input", "Input", ReportType::text},
                                  {"cached_input", "Cached input", ReportType::text},
                                  {"output", "Output", ReportType::text},
                                  {"batch_factor", "Batch factor", ReportType::text},
                                  {"batches", "Batches", ReportType::number}},
                      .keys = 2,
                      .note = costs.currency + " for a million tokens, before the batch factor.",
                      .when_empty = "No price fits any of these batches."};
    for (const auto& [price, batches] : costs.used) {
        constexpr std::int64_t factor_to_price = 10'000;
        table.rows.push_back({price.model, iso8601(price.valid_from).substr(0, 10), price_text(price.input),
                              price_text(price.cached_input), price_text(price.output),
                              price_text(price.batch_factor * factor_to_price), batches});
    }
    return table;
}

class CostsPart final : public ReportPart {
public:
    CostsPart(const PriceList& prices, const std::vector<GroupKey>& by) : counter_(prices, by) {}

    void add(const StoredBatch& batch) override { counter_.add(batch); }
    ReportSection section(const FigureCounter&) const override { return to_section(counter_.costs()); }

private:
    CostCounter counter_;
};

}  // namespace

std::unique_ptr<ReportPart> costs_part(const PriceList& prices, const std::vector<GroupKey>& by) {
    return std::make_unique<CostsPart>(prices, by);
}

ReportTable to_table(const std::vector<UnpricedModel>& unpriced) {
    ReportTable table{.name = "unpriced_models",
                      .title = "Models without a price",
                      .columns = {{"model", "Model", ReportType::text, "(none)"},
                                  {"batches", "Batches", ReportType::number},
                                  {"input_tokens", "Input tokens", ReportType::number},
                                  {"output_tokens", "Output tokens", ReportType::number},
                                  {"first_created_at", "First created", ReportType::time},
                                  {"last_created_at", "Last created", ReportType::time}},
                      .note = "Their cost is in no sum. An entry in the price file adds it.",
                      .when_empty = "Every batch with usage has a price."};
    for (const UnpricedModel& model : unpriced) {
        table.rows.push_back({report_value(model.model), model.batches, model.input_tokens,
                              model.output_tokens, model.first_created_at, model.last_created_at});
    }
    keep_first_rows(table, most_rows);
    return table;
}

ReportSection to_section(const Costs& costs) {
    ReportSection section{
        "costs", "Costs",
        "What these batches cost by the prices that were handed in, as exact sums over the priced batches. A "
        "batch without usage costs something unknown, not 0; one whose model has no price is left out too. "
        "Both are counted. Tokens are those of all batches; those not priced are in no cost."};
    section.facts = {{cost_column(costs.currency), cost_value(costs.all)},
                     {{"priced", "Priced batches", ReportType::number}, costs.all.priced},
                     {{"unknown", "Unknown (no usage)", ReportType::number}, costs.all.unknown},
                     {{"unpriced", "Without a price", ReportType::number}, costs.all.unpriced}};
    std::set<std::string> taken;
    for (const CostBreakdown& breakdown : costs.breakdowns) {
        section.tables.push_back(breakdown_table(breakdown, costs, taken));
    }
    section.tables.push_back(to_table(costs.unpriced));
    section.tables.push_back(price_table(costs));
    return section;
}

}  // namespace batchstore
