#pragma once

#include "report/figures/counter.hpp"
#include "report/figures/group_key.hpp"

#include <batchstore/statistics.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace batchstore {

/// Sorts batches into groups and adds each group up.
class Grouping {
public:
    explicit Grouping(const std::vector<GroupKey>& by);

    /// @param cost of the batch, where costs are told
    /// @param source the value of `source`, where batches are grouped by it
    void add(const StoredBatch& batch, const std::optional<CostFigures>& cost = {},
             const std::optional<std::string>& source = {});

    /// In the order that `Statistics::groups` has.
    std::vector<Group> groups() const;

private:
    using Value = std::optional<std::string>;
    struct Counted {
        std::vector<Value> values;
        FigureCounter figures;
    };

    Counted& group_of(const std::vector<const Value*>& values);

    std::vector<GroupKey> by_;
    std::vector<KeyReader> readers_;
    std::vector<Counted> groups_;
    std::unordered_map<std::string, std::size_t> positions_;  ///< in `groups_`, by their values in one text
    std::string values_text_;
};

}  // namespace batchstore
