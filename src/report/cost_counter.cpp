#include "report/cost_counter.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace batchstore {

namespace {

/// Many times the tokens that a batch can have still fit, so this is a matter of principle.
void add(std::int64_t& sum, std::int64_t number) {
    if (__builtin_add_overflow(sum, number, &sum)) {
        throw Error(ErrorKind::invalid, "the tokens add up to more than 64 bits can count");
    }
}

void add(CostFigures& sum, const CostFigures& other) {
    sum.amount += other.amount;
    add(sum.input_tokens, other.input_tokens);
    add(sum.cached_tokens, other.cached_tokens);
    add(sum.output_tokens, other.output_tokens);
    sum.priced += other.priced;
    sum.unpriced += other.unpriced;
    sum.unknown += other.unknown;
}

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

CostCounter::CostCounter(const PriceList& prices, const std::vector<GroupKey>& by) : prices_(prices) {
    for (const GroupKey& key : by) {
        if (key.field == GroupKey::Field::source) {
            throw Error(ErrorKind::invalid, "costs cannot be told by source; a batch may have several");
        }
        by_.push_back({key, KeyReader(key), {}});
    }
}

void CostCounter::add(const Batch& batch) {
    const CostFigures figures = cost_of(batch);
    batchstore::add(all_, figures);
    for (Grouped& grouped : by_) {
        for (const Value& value : grouped.reader.values_of(batch))
            batchstore::add(grouped.groups[value], figures);
    }
}

CostFigures CostCounter::cost_of(const Batch& batch) {
    const auto tokens = billed_tokens(batch.usage);
    if (!tokens || !batch.created_at) return {.unknown = 1};
    const Price* price = batch.model ? prices_.find(*batch.model, *batch.created_at) : nullptr;
    if (price == nullptr) {
        note_unpriced(batch, *tokens);
        return {.unpriced = 1};
    }
    ++used_[price];
    return {.priced = 1,
            .input_tokens = tokens->input,
            .cached_tokens = tokens->cached,
            .output_tokens = tokens->output,
            .amount = cost(*price, *tokens)};
}

void CostCounter::note_unpriced(const Batch& batch, const BilledTokens& tokens) {
    const auto [position, is_new] = unpriced_.try_emplace(batch.model);
    UnpricedModel& unpriced = position->second;
    const std::int64_t created_at = *batch.created_at;
    if (is_new)
        unpriced = {.model = batch.model, .first_created_at = created_at, .last_created_at = created_at};
    ++unpriced.batches;
    batchstore::add(unpriced.input_tokens, tokens.input);
    batchstore::add(unpriced.output_tokens, tokens.output);
    unpriced.first_created_at = std::min(unpriced.first_created_at, created_at);
    unpriced.last_created_at = std::max(unpriced.last_created_at, created_at);
}

Costs CostCounter::costs() const {
    Costs costs{.currency = prices_.currency(), .all = all_};
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
    for (const auto& [model, unpriced] : unpriced_) costs.unpriced.push_back(unpriced);
    std::ranges::stable_sort(costs.unpriced, std::ranges::greater{}, &UnpricedModel::batches);
    for (const auto& [price, batches] : used_) costs.used.push_back({*price, batches});
    std::ranges::sort(costs.used, {}, [](const UsedPrice& used) {
        return std::tuple(used.price.model, used.price.valid_from);
    });
    return costs;
}

Costs costs(const BatchRepository& repository, const PriceList& prices, const std::vector<GroupKey>& by,
            const Query& query) {
    CostCounter counter(prices, by);
    Query asked = query;
    asked.only = with_fields_of(by, {"model", "created_at", "usage"});
    repository.each_batch(
        [&](const StoredBatch& batch) {
            counter.add(batch);
            return true;
        },
        asked);
    return counter.costs();
}

}  // namespace batchstore
