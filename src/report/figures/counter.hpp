#pragma once

#include "report/costs/sum.hpp"
#include "report/figures/distribution.hpp"

#include <batchstore/statistics.hpp>

namespace batchstore {

/// None: there is nothing to be a part of.
std::optional<double> share_of(std::int64_t part, std::int64_t whole);

/// Lengths of time between two times of batches.
class DurationCounter {
public:
    void add(const std::optional<std::int64_t>& from, const std::optional<std::int64_t>& to);

    Durations durations() const;
    const Distribution& counted() const { return counted_; }

private:
    Distribution counted_;
    std::int64_t missing_ = 0;
    std::int64_t negative_ = 0;
};

/// Adds batches up to `Figures`.
class FigureCounter {
public:
    /// @param cost of the batch, where costs are told
    void add(const StoredBatch& batch, const std::optional<CostFigures>& cost = {});

    std::int64_t batches() const { return sums_.batches; }
    Figures figures() const;
    const DurationCounter& queue() const { return queue_; }
    const DurationCounter& run() const { return run_; }
    const DurationCounter& total() const { return total_; }

private:
    void add_counts(const RequestCounts& counts);
    void add_usage(const Usage& usage);

    Figures sums_;   ///< what is summed up as it comes
    Sum succeeded_;  ///< requests that completed, of batches that say how many failed too
    Sum finished_;   ///< the same and those that failed
    DurationCounter queue_;
    DurationCounter run_;
    DurationCounter total_;
};

/// The fields of a batch that figures are made of, as `Query::only` takes them.
std::vector<std::string> figure_fields();

}  // namespace batchstore
