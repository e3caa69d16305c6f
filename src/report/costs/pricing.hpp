#pragma once

#include <batchstore/costs.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// @throws Error{invalid} if the costs pass all money
void add(CostFigures& sum, const CostFigures& more);

/// Says what batches cost, one after the other, and remembers by which prices.
class Pricing {
public:
    /// @param prices must outlive it
    explicit Pricing(const PriceList& prices) : prices_(prices) {}

    /// The figures of one batch: it is priced, has no price, or its cost is unknown.
    CostFigures cost_of(const Batch& batch);

    const std::string& currency() const { return prices_.currency(); }
    std::vector<UnpricedModel> unpriced() const;  ///< as in `Costs`
    std::vector<UsedPrice> used() const;          ///< as in `Costs`

private:
    /// Without the tokens.
    CostFigures price(const Batch& batch);
    void note_unpriced(const Batch& batch, const BilledTokens& tokens);

    const PriceList& prices_;
    std::map<std::optional<std::string>, UnpricedModel> unpriced_;
    std::map<const Price*, std::int64_t> used_;  ///< of `prices_`
};

/// What a batch costs, where costs are told.
std::optional<CostFigures> cost_of(std::optional<Pricing>& pricing, const Batch& batch);

/// The fields of a batch that its cost is made of, as `Query::only` takes them.
std::vector<std::string> cost_fields();

}  // namespace batchstore
