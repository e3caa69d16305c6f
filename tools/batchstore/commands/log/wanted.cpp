#include "commands/log/wanted.hpp"

#include <batchstore/store.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>

namespace {

using batchstore::Observation;
using batchstore::Verdict;

/// Behind which entry the log has what was recorded since a time. Recorded times go up with the log.
std::int64_t before_time(const batchstore::BatchReader& moment, std::int64_t since_us) {
    std::int64_t older = 0;  // this and all before it
    std::int64_t end = moment.head().seq;
    while (older < end) {
        const std::int64_t middle = older + (end - older) / 2;
        std::optional<Observation> next;
        moment.store().each_entry_time(
            [&](const Observation& entry) {
                next = entry;
                return false;
            },
            middle);
        if (next && next->recorded_at_us < since_us) {
            older = next->seq;
        } else {
            end = middle;
        }
    }
    return older;
}

/// Behind which entry the last `most` wanted ones lie, none before `first`: looks at the end of the log, then
/// at twice as much before it, and so on.
std::int64_t before_last(const batchstore::BatchReader& moment, const WantedEntries& wanted, std::size_t most,
                         std::int64_t first) {
    std::int64_t end = moment.head().seq;
    if (most == 0) return end;
    std::int64_t step = 1'000;
    for (std::size_t left = most; end > first; step *= 2) {
        const std::int64_t begin = std::max(first, end - step);
        std::deque<std::int64_t> found;
        moment.store().each_observation(
            [&](const Observation& entry) {
                if (entry.seq > end) return false;
                if (wanted.has(entry)) found.push_back(entry.seq);
                if (found.size() > left) found.pop_front();
                return true;
            },
            begin);
        if (found.size() == left) return found.front() - 1;
        left -= found.size();
        end = begin;
    }
    return first;
}

}  // namespace

bool WantedEntries::has(const Observation& entry) const {
    if (entry.pruned() || (since_us && entry.recorded_at_us < *since_us)) return false;
    if (!ids.empty() && !ids.contains(entry.id)) return false;
    if (!sources.empty() && !sources.contains(entry.source)) return false;
    const bool changed_nothing = entry.verdict == Verdict::unchanged || entry.verdict == Verdict::stale;
    return with_unchanged || !changed_nothing;
}

std::int64_t beginning_of(const batchstore::BatchReader& moment, const WantedEntries& wanted,
                          const std::optional<std::int64_t>& most) {
    const std::int64_t first = wanted.since_us ? before_time(moment, *wanted.since_us) : 0;
    return most ? before_last(moment, wanted, static_cast<std::size_t>(*most), first) : first;
}
