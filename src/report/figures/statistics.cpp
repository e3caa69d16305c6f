#include "report/costs/pricing.hpp"
#include "report/figures/grouping.hpp"
#include "repository/batch_thread.hpp"

#include <batchstore/error.hpp>
#include <batchstore/statistics.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// The same query, of batches that one source saw.
Query seen_by(const std::string& source, Query query) {
    Condition both;
    both.parts.push_back({.kind = Condition::Kind::test, .field = "source", .values = {source}});
    if (query.where) both.parts.push_back(*std::move(query.where));
    query.where = std::move(both);
    return query;
}

/// What batches cost, where costs are told.
class Costing {
public:
    explicit Costing(const PriceList* prices) {
        if (prices != nullptr) pricing_.emplace(*prices);
    }

    std::optional<CostFigures> cost_of(const Batch& batch) { return batchstore::cost_of(pricing_, batch); }

    void tell(Statistics& statistics) const {
        if (!pricing_) return;
        statistics.currency = pricing_->currency();
        statistics.unpriced = pricing_->unpriced();
        if (!statistics.all.cost) statistics.all.cost.emplace();
    }

private:
    std::optional<Pricing> pricing_;
};

/// A batch does not say who saw it, so the store is asked for those of each source.
void count_by_source(const BatchReader& moment, const Query& query, const PriceList* prices,
                     Grouping& groups) {
    Costing costing(prices);
    for (const std::string& source : moment.store().sources()) {
        show_each_batch(moment, seen_by(source, query),
                        [&](const StoredBatch& batch) { groups.add(batch, costing.cost_of(batch), source); });
    }
}

void count(const BatchReader& moment, Query query, const PriceList* prices, Statistics& statistics) {
    const bool by_source = has_source(statistics.by);
    query.only = with_fields_of(statistics.by, figure_fields());
    if (prices != nullptr) {
        const std::vector<std::string> more = cost_fields();
        query.only.insert(query.only.end(), more.begin(), more.end());
    }
    FigureCounter all;
    Grouping groups(statistics.by);
    Costing costing(prices);
    show_each_batch(moment, query, [&](const StoredBatch& batch) {
        const auto cost = costing.cost_of(batch);
        all.add(batch, cost);
        if (!by_source && !statistics.by.empty()) groups.add(batch, cost);
    });
    if (by_source) count_by_source(moment, query, prices, groups);
    statistics.all = all.figures();
    statistics.groups = groups.groups();
    costing.tell(statistics);
}

}  // namespace

void require_sound(const std::vector<GroupKey>& by) {
    constexpr std::size_t most_keys = 2;
    if (by.size() > most_keys) {
        throw Error(ErrorKind::invalid, fmt::format("{} keys to group by; at most 2", by.size()));
    }
    if (by.size() == most_keys && by[0] == by[1]) {
        throw Error(ErrorKind::invalid, fmt::format("twice the key {} to group by", to_string(by[0])));
    }
}

Statistics statistics(const BatchReader& repository, const std::vector<GroupKey>& by, const Query& query,
                      const PriceList* prices) {
    require_sound(by);
    Statistics statistics{.by = by};
    repository.snapshot([&](const BatchReader& moment) { count(moment, query, prices, statistics); });
    return statistics;
}

}  // namespace batchstore
