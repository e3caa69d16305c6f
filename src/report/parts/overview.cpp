#include "report/parts/overview.hpp"

#include "report/costs/columns.hpp"
#include "report/figures/table.hpp"
#include "report/figures/value.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// @param is_compared there are batches before
std::string explanation_of(const std::optional<ReportPeriod>& before, bool is_compared) {
    std::string text = "What these batches amount to";
    if (before) {
        text += fmt::format(", against the {} before (from {}{})", length_of_period(*before),
                            day_or_time(before->from), is_compared ? "" : "; there were no batches");
    }
    return text + ", and what needs attention.";
}

/// The figures that come first.
std::vector<ReportFact> facts_of(const Figures& all, const std::string& currency) {
    std::vector<ReportFact> facts{figure_fact(all, "batches"), figure_fact(all, "requests_total"),
                                  figure_fact(all, "success_rate", "Request success"),
                                  figure_fact(all, "batches_failed"),
                                  figure_fact(all, "failure_rate", "Failure rate")};
    if (all.cost) facts.push_back({cost_column(currency), cost_value(*all.cost)});
    return facts;
}

ReportTable table_of(const std::vector<ChangedGroup>& groups, const std::string& currency) {
    ReportTable table{.name = "changes", .title = "What changed most"};
    table.columns = {{"key", "Key"},
                     {"value", "Value"},
                     {"batches_failed_before", "Failed before", ReportType::number},
                     {"batches_failed", "Failed", ReportType::number, "", false, true},
                     {"batches_before", "Batches before", ReportType::number},
                     {"batches", "Batches", ReportType::number}};
    table.keys = 2;
    if (!currency.empty()) {
        table.columns.push_back({"cost_before", "Cost before", ReportType::decimal, "unknown"});
        table.columns.push_back(cost_column(currency));
    }
    for (const ChangedGroup& group : groups) {
        auto& row = table.rows.emplace_back();
        row = {group.key,        group.value,          group.before.failed,
               group.now.failed, group.before.batches, group.now.batches};
        if (currency.empty()) continue;
        for (const ComparedFigures& period : {group.before, group.now}) {
            row.push_back(period.batches == 0 ? ReportValue(exact_text(Amount{})) : cost_value(period.cost));
        }
    }
    table.note = "Models and pairs of metadata, those first whose failed batches changed most.";
    table.when_empty = "No model and no pair of metadata has other numbers than before.";
    return table;
}

}  // namespace

Overview::Overview(std::optional<ReportPeriod> before, const PriceList* prices) : before_(before) {
    if (prices != nullptr) pricing_.emplace(*prices);
}

void Overview::add(const StoredBatch& batch) {
    const auto cost = cost_of(pricing_, batch);
    all_.add(batch, cost);
    if (before_) changes_.add(GroupChanges::Period::now, batch, cost);
}

void Overview::add_before(const StoredBatch& batch) {
    const auto cost = cost_of(pricing_, batch);
    all_before_.add(batch, cost);
    changes_.add(GroupChanges::Period::before, batch, cost);
}

ReportSection Overview::section(std::vector<WeighedNotice> notices) const {
    const std::string currency = pricing_ ? pricing_->currency() : "";
    const bool is_compared = all_before_.batches() > 0;
    ReportSection section{"overview", "Overview", explanation_of(before_, is_compared)};
    section.facts = facts_of(all_.figures(), currency);
    if (is_compared) {
        const auto facts_before = facts_of(all_before_.figures(), currency);
        for (std::size_t i = 0; i < facts_before.size(); ++i) section.facts[i].before = facts_before[i].value;
    }
    std::ranges::stable_sort(notices, {}, [](const WeighedNotice& weighed) {
        return std::tuple(weighed.weight, -weighed.notice.batches);
    });
    if (notices.empty()) section.explanation += " Nothing does.";
    for (WeighedNotice& weighed : notices) section.notices.push_back(std::move(weighed.notice));
    if (is_compared) {
        constexpr std::size_t most_each = 3;
        section.tables.push_back(table_of(changes_.most_changed(most_each), currency));
    }
    return section;
}

}  // namespace batchstore
