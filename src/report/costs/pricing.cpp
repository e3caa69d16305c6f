#include "report/costs/pricing.hpp"

#include "report/costs/sum.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <tuple>

namespace batchstore {

namespace {

/// Many times the tokens that a batch can have still fit, so this is a matter of principle.
void add(std::int64_t& sum, std::int64_t number) {
    if (__builtin_add_overflow(sum, number, &sum)) {
        throw Error(ErrorKind::invalid, "the tokens add up to more than 64 bits can count");
    }
}

}  // namespace

void add(CostFigures& sum, const CostFigures& more) {
    sum.amount += more.amount;
    sum.priced += more.priced;
    sum.unpriced += more.unpriced;
    sum.unknown += more.unknown;
    add(sum.input_tokens, more.input_tokens);
    add(sum.cached_tokens, more.cached_tokens);
    add(sum.output_tokens, more.output_tokens);
    add(sum.unpriced_tokens, more.unpriced_tokens);
}

std::optional<Amount> cost(const Batch& batch, const PriceList& prices) {
    const CostFigures figures = Pricing(prices).cost_of(batch);
    return figures.priced > 0 ? std::optional(figures.amount) : std::nullopt;
}

std::optional<CostFigures> cost_of(std::optional<Pricing>& pricing, const Batch& batch) {
    return pricing ? std::optional(pricing->cost_of(batch)) : std::nullopt;
}

std::vector<std::string> cost_fields() {
    return {"model", "created_at", "usage"};
}

CostFigures Pricing::cost_of(const Batch& batch) {
    CostFigures figures = price(batch);
    if (!batch.usage) return figures;
    add(figures.input_tokens, batch.usage->input_tokens);
    add(figures.cached_tokens, batch.usage->cached_tokens);
    add(figures.output_tokens, batch.usage->output_tokens);
    if (figures.priced > 0) return figures;
    add(figures.unpriced_tokens, batch.usage->input_tokens);
    add(figures.unpriced_tokens, batch.usage->output_tokens);
    return figures;
}

CostFigures Pricing::price(const Batch& batch) {
    const auto tokens = billed_tokens(batch.usage);
    if (!tokens || !batch.created_at) return {.unknown = 1};
    const Price* price = batch.model ? prices_.find(*batch.model, *batch.created_at) : nullptr;
    if (price == nullptr) {
        note_unpriced(batch, *tokens);
        return {.unpriced = 1};
    }
    ++used_[price];
    return {.priced = 1, .amount = cost(*price, *tokens)};
}

void Pricing::note_unpriced(const Batch& batch, const BilledTokens& tokens) {
    const auto [position, is_new] = unpriced_.try_emplace(batch.model);
    UnpricedModel& unpriced = position->second;
    const std::int64_t created_at = *batch.created_at;
    if (is_new)
        unpriced = {.model = batch.model, .first_created_at = created_at, .last_created_at = created_at};
    ++unpriced.batches;
    add(unpriced.input_tokens, tokens.input);
    add(unpriced.output_tokens, tokens.output);
    unpriced.first_created_at = std::min(unpriced.first_created_at, created_at);
    unpriced.last_created_at = std::max(unpriced.last_created_at, created_at);
}

std::vector<UnpricedModel> Pricing::unpriced() const {
    std::vector<UnpricedModel> models;
    for (const auto& [model, unpriced] : unpriced_) models.push_back(unpriced);
    std::ranges::stable_sort(models, std::ranges::greater{}, &UnpricedModel::batches);
    return models;
}

std::vector<UsedPrice> Pricing::used() const {
    std::vector<UsedPrice> prices;
    for (const auto& [price, batches] : used_) prices.push_back({*price, batches});
    std::ranges::sort(prices, {}, [](const UsedPrice& used) {
        return std::tuple(used.price.model, used.price.valid_from);
    });
    return prices;
}

}  // namespace batchstore
