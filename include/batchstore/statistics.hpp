#pragma once

#include <batchstore/costs.hpp>
#include <batchstore/group_key.hpp>
#include <batchstore/prices.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/report.hpp>
#include <batchstore/sum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Counts, sums and durations of batches, by what they have in common.
namespace batchstore {

/// Lengths of time in seconds. A percentile is the nearest rank: the least duration that at least so many
/// percent of the durations do not exceed. It is exact, and a duration that occurred.
struct Durations {
    std::int64_t counted = 0;
    std::int64_t missing = 0;  ///< batches without one of the two times
    std::int64_t negative =
        0;  ///< batches whose times are in the wrong order; left out like the missing ones
    std::optional<std::int64_t> p50{};
    std::optional<std::int64_t> p90{};
    std::optional<std::int64_t> p99{};

    bool operator==(const Durations&) const = default;
};

/// What a group of batches amounts to.
struct Figures {
    std::int64_t batches = 0;
    std::int64_t batches_ended = 0;
    std::int64_t batches_failed = 0;  ///< those of status failed
    /// Batches that failed, as a share of those that ended; none: none ended.
    std::optional<double> failure_rate{};
    Sum requests_total{};
    Sum requests_completed{};
    Sum requests_failed{};
    Sum input_tokens{};
    Sum cached_tokens{};
    Sum output_tokens{};
    Sum reasoning_tokens{};
    Sum total_tokens{};
    std::int64_t without_usage = 0;  ///< batches of which no number of tokens is known
    std::int64_t absent = 0;         ///< batches that their server no longer knows
    /// Requests that completed, as a share of those that completed or failed, where a batch says both.
    std::optional<double> success_rate{};
    Durations queue{};                  ///< from created_at to in_progress_at
    Durations run{};                    ///< from in_progress_at to the end
    Durations total{};                  ///< from created_at to the end
    std::optional<CostFigures> cost{};  ///< none: no prices were handed in

    bool operator==(const Figures&) const = default;
};

struct Group {
    /// One a key; none: these batches have no such thing.
    std::vector<std::optional<std::string>> values{};
    Figures figures{};

    bool operator==(const Group&) const = default;
};

struct Statistics {
    std::vector<GroupKey> by{};
    /// Those by time in its order; others: most batches first, then by their values.
    std::vector<Group> groups{};
    /// Each batch once, also where it is in several groups.
    Figures all{};
    std::string currency{};                 ///< of the costs; empty: no prices were handed in
    std::vector<UnpricedModel> unpriced{};  ///< most batches first
};

/// @throws Error{invalid} for more than two keys, or twice the same
void require_sound(const std::vector<GroupKey>& by);

/// @param by up to two keys; none: only `all`
/// @param prices what to compute costs by; null: no costs are told
/// @throws Error{invalid} as `require_sound`, for costs that pass all money, and as `BatchRepository::find`
///   for the query
Statistics statistics(const BatchReader& repository, const std::vector<GroupKey>& by, const Query& query = {},
                      const PriceList* prices = nullptr);

/// Statistics as a table: the values of the keys, then every figure, costs among them where there are any.
ReportTable to_table(const Statistics& statistics);

}  // namespace batchstore
