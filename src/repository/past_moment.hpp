#pragma once

#include <batchstore/observation.hpp>
#include <batchstore/query.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace batchstore {

/// What "then" is for who looks back: either all that was observed up to a time, or all that was recorded up
/// to an entry of the log.
class PastMoment {
public:
    static PastMoment at_time(std::int64_t time_us) { return {time_us, std::nullopt}; }
    static PastMoment at_entry(std::int64_t seq) { return {std::nullopt, seq}; }

    /// None: the log tells it of each batch.
    const std::optional<std::int64_t>& time_us() const { return time_us_; }

    bool knew(const Observation& entry) const {
        return time_us_ ? entry.observed_at_us <= *time_us_ : entry.seq <= *seq_;
    }
    /// Whether today's state of a batch is what was known of it then. False: the log tells.
    bool knew_all_of(const StoredBatch& batch) const {
        return time_us_ && batch.last_seen_at_us <= *time_us_;
    }

private:
    PastMoment(std::optional<std::int64_t> time_us, std::optional<std::int64_t> seq)
        : time_us_(time_us), seq_(seq) {}

    std::optional<std::int64_t> time_us_;
    std::optional<std::int64_t> seq_;
};

/// What is asked as of. @returns nothing if that is now
/// @param end of the log
/// @param entry gives an entry of the log
/// @throws Error{invalid} if both are given, or the log does not pass through the head
std::optional<PastMoment> past_moment(
    const std::optional<std::int64_t>& as_of_us, const std::optional<PastHead>& as_of_head,
    const std::function<Head()>& end,
    const std::function<std::optional<Observation>(std::int64_t seq)>& entry);

}  // namespace batchstore
