#pragma once

#include "report/costs/pricing.hpp"
#include "report/figures/group_key.hpp"

#include <batchstore/costs.hpp>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace batchstore {

/// Adds up what batches cost, for several keys at once.
class CostCounter {
public:
    /// @param prices must outlive it
    /// @throws Error{invalid} for the key `source`
    CostCounter(const PriceList& prices, const std::vector<GroupKey>& by);

    /// @throws Error{invalid} if the costs pass all money
    void add(const Batch& batch);

    Costs costs() const;

private:
    using Value = std::optional<std::string>;
    struct Grouped {
        GroupKey key;
        KeyReader reader;
        std::unordered_map<Value, CostFigures> groups;
    };

    Pricing pricing_;
    CostFigures all_;
    std::vector<Grouped> by_;
};

}  // namespace batchstore
