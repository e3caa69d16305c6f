#include "report/figures/cost_counter.hpp"

#include "repository/batch_thread.hpp"

#include <batchstore/error.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace batchstore {

namespace {

/// Those without a value stand behind all others.
auto place_in_time(const CostGroup& group) {
    return std::tuple(!group.value.has_value(), group.value);
}

bool costs_more(const CostGroup& one, const CostGroup& other) {
    if (one.figures.amount != other.figures.amount) return one.figures.amount > other.figures.amount;
    if (one.figures.batches() != other.figures.batches())
        return one.figures.batches() > other.figures.batches();
    return place_in_time(one) < place_in_time(other);
}

}  // namespace

CostCounter::CostCounter(const PriceList& prices, const std::vector<GroupKey>& by) : pricing_(prices) {
    for (const GroupKey& key : by) {
        if (key.field == GroupKey::Field::source) {
            throw Error(ErrorKind::invalid, "costs cannot be told by source; a batch may have several");
        }
        by_.push_back({key, KeyReader(key), {}});
    }
}

void CostCounter::add(const Batch& batch) {
    const CostFigures figures = pricing_.cost_of(batch);
    batchstore::add(all_, figures);
    for (Grouped& grouped : by_) {
        for (const Value& value : grouped.reader.values_of(batch))
            batchstore::add(grouped.groups[value], figures);
    }
}

Costs CostCounter::costs() const {
    Costs costs{.currency = pricing_.currency(), .all = all_};
    for (const Grouped& grouped : by_) {
        CostBreakdown& breakdown = costs.breakdowns.emplace_back();
        breakdown.key = grouped.key;
        for (const auto& [value, figures] : grouped.groups) breakdown.groups.push_back({value, figures});
        if (is_time(grouped.key)) {
            std::ranges::sort(breakdown.groups, {}, place_in_time);
        } else {
            std::ranges::sort(breakdown.groups, costs_more);
        }
    }
    costs.unpriced = pricing_.unpriced();
    costs.used = pricing_.used();
    return costs;
}

Costs costs(const BatchReader& repository, const PriceList& prices, const std::vector<GroupKey>& by,
            const Query& query) {
    CostCounter counter(prices, by);
    Query asked = query;
    asked.only = with_fields_of(by, cost_fields());
    show_each_batch(repository, asked, [&](const StoredBatch& batch) { counter.add(batch); });
    return counter.costs();
}

}  // namespace batchstore
