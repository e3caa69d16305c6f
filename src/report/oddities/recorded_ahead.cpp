#include "report/oddities/recorded_ahead.hpp"

#include "repository/clock.hpp"
#include "repository/past_moment.hpp"

#include <batchstore/store.hpp>

#include <algorithm>

namespace batchstore {

namespace {

/// Of any two numbers, whatever somebody put into the file.
bool is_ahead(std::int64_t recorded_at_us, std::int64_t later_us) {
    return recorded_at_us > later_us &&
           static_cast<std::uint64_t>(recorded_at_us) - static_cast<std::uint64_t>(later_us) >
               static_cast<std::uint64_t>(clock_patience_us);
}

}  // namespace

void RecordedAhead::add(const Observation& entry) {
    if (is_ahead(latest_us_, entry.recorded_at_us)) {
        returns_.push_back({entry.seq, entry.recorded_at_us});
        latest_us_ = entry.recorded_at_us;
    }
    latest_us_ = std::max(latest_us_, entry.recorded_at_us);
}

bool RecordedAhead::has(const Observation& entry) const {
    return std::ranges::any_of(returns_, [&](const Return& later) {
        return later.seq > entry.seq && is_ahead(entry.recorded_at_us, later.recorded_at_us);
    });
}

RecordedAhead recorded_ahead(const BatchReader& repository, const Query& query) {
    const auto then = past_moment(
        query.as_of_us, query.as_of_head, [&] { return repository.head(); },
        [&](std::int64_t seq) { return repository.store().entry(seq); });
    RecordedAhead ahead;
    repository.store().each_entry_time([&](const Observation& entry) {
        if (!then || then->knew(entry)) ahead.add(entry);
        return true;
    });
    return ahead;
}

}  // namespace batchstore
