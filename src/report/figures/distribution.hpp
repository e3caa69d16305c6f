#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace batchstore {

/// Numbers of which every percentile is exact, in memory for each distinct number only.
class Distribution {
public:
    void add(std::int64_t number);

    std::int64_t count() const { return count_; }

    /// The nearest rank: the least number that at least `percent` in a hundred do not exceed. None of none.
    std::optional<std::int64_t> percentile(int percent) const;

    /// Calls `visit(number, how_often)` in ascending order.
    void each(const std::function<void(std::int64_t, std::int64_t)>& visit) const;

private:
    using Counted = std::vector<std::pair<std::int64_t, std::int64_t>>;

    /// Counts what is waiting. What is asked for does not change by it.
    void settle() const;

    std::int64_t count_ = 0;
    mutable std::vector<std::int64_t> waiting_;
    mutable Counted counted_;  ///< ascending
};

}  // namespace batchstore
