#pragma once

#include <batchstore/query.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace batchstore {

/// A period, in seconds: from is in it, to is not.
struct ReportPeriod {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// The period of the same length before the one that a query asks for. What lies behind the time up to which
/// the store knows cannot be compared, so it counts for neither. None: the query has no beginning.
std::optional<ReportPeriod> period_before(const Query& query, std::int64_t known_at_us);

/// `2025-10-01`, and with its time if it is not midnight.
std::string day_or_time(std::int64_t seconds);

/// What a report is about: `Batches created in October 2025`.
std::string title_of_period(const Query& query);

/// `31 days`, `1 day`, `2h 30m 00s`.
std::string length_of_period(const ReportPeriod& period);

}  // namespace batchstore
