#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace batchstore {

/// How batches ended that were created on one day, or on several.
struct DayOutcomes {
    std::int64_t ended = 0;
    std::int64_t failed = 0;

    std::optional<double> failure_rate() const;

    bool operator==(const DayOutcomes&) const = default;
};

/// Days in a row on which far more batches failed than usual.
struct Incident {
    std::int64_t first_day = 0;  ///< since 1970
    std::int64_t last_day = 0;
    DayOutcomes outcomes{};
    DayOutcomes usual{};  ///< of all days that are part of no incident

    bool operator==(const Incident&) const = default;
};

/// A day stands out if at least five batches failed, at least twice as many as usual, and four standard
/// deviations more (of a binomial distribution). Usual is the failure rate of the days that do not stand out,
/// at least 0.5 %. Both are found in rounds, of which the first takes the rate of the better half of the days
/// on which batches ended: those with the lowest rates, of an odd number the middle one too.
/// One quiet day between two that stand out is part of the same incident.
/// @param days by days since 1970
/// @returns in the order of time
std::vector<Incident> find_incidents(const std::map<std::int64_t, DayOutcomes>& days);

}  // namespace batchstore
