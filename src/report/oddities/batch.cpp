#include <batchstore/oddities.hpp>

#include <algorithm>

namespace batchstore {

namespace {

using Time = std::optional<std::int64_t> Batch::*;

/// A stage, and the one that does not come before it.
struct Order {
    Time earlier;
    Time later;
};
constexpr std::array orders{
    Order{&Batch::created_at, &Batch::in_progress_at},    Order{&Batch::created_at, &Batch::expires_at},
    Order{&Batch::created_at, &Batch::finalizing_at},     Order{&Batch::created_at, &Batch::completed_at},
    Order{&Batch::created_at, &Batch::failed_at},         Order{&Batch::created_at, &Batch::expired_at},
    Order{&Batch::created_at, &Batch::cancelling_at},     Order{&Batch::created_at, &Batch::cancelled_at},
    Order{&Batch::in_progress_at, &Batch::finalizing_at}, Order{&Batch::in_progress_at, &Batch::completed_at},
    Order{&Batch::in_progress_at, &Batch::failed_at},     Order{&Batch::in_progress_at, &Batch::cancelled_at},
    Order{&Batch::finalizing_at, &Batch::completed_at},   Order{&Batch::cancelling_at, &Batch::cancelled_at},
};

bool times_out_of_order(const Batch& state) {
    return std::any_of(orders.begin(), orders.end(), [&](const Order& order) {
        const auto& earlier = state.*order.earlier;
        const auto& later = state.*order.later;
        return earlier && later && *earlier > *later;
    });
}

bool counts_do_not_add_up(const Batch& state) {
    const RequestCounts counts = state.request_counts.value_or(RequestCounts{});
    std::int64_t finished = 0;
    if (!counts.total || !counts.completed || !counts.failed) return false;
    if (__builtin_add_overflow(*counts.completed, *counts.failed, &finished)) return true;
    return state.status == Status::completed ? finished != *counts.total : finished > *counts.total;
}

bool all_requests_failed(const Batch& state) {
    const RequestCounts counts = state.request_counts.value_or(RequestCounts{});
    const std::int64_t failed = counts.failed.value_or(0);
    return phase_of(state.status) == Phase::ended && failed > 0 && counts.completed.value_or(0) == 0 &&
           counts.total.value_or(failed) <= failed;
}

bool ended_late(const Batch& state) {
    const auto ended = ended_at(state);
    return ended && state.status != Status::expired && state.expires_at && *ended > *state.expires_at;
}

bool overdue(const Batch& state, std::int64_t now) {
    return phase_of(state.status) != Phase::ended && state.expires_at && *state.expires_at < now;
}

}  // namespace

bool has_oddity(const StoredBatch& state, BatchOddity oddity, std::int64_t now) {
    switch (oddity) {
        case BatchOddity::times_out_of_order:
            return times_out_of_order(state);
        case BatchOddity::counts_do_not_add_up:
            return counts_do_not_add_up(state);
        case BatchOddity::ended_late:
            return ended_late(state);
        case BatchOddity::expired:
            return state.status == Status::expired;
        case BatchOddity::overdue:
            return overdue(state, now);
        case BatchOddity::completed_without_output:
            return state.status == Status::completed && !state.output_file_id;
        case BatchOddity::all_requests_failed:
            return all_requests_failed(state);
        case BatchOddity::stopped_with_output:
            return (state.status == Status::expired || state.status == Status::cancelled) &&
                   state.output_file_id;
        case BatchOddity::absent:
            return state.absent_since_us.has_value();
    }
    return false;
}

std::string_view to_string(BatchOddity oddity) {
    constexpr std::array<std::string_view, batch_oddities.size()> names{
        "times_out_of_order",       "counts_do_not_add_up", "ended_late",          "expired", "overdue",
        "completed_without_output", "all_requests_failed",  "stopped_with_output", "absent"};
    return names[static_cast<std::size_t>(oddity)];
}

std::string_view meaning_of(BatchOddity oddity) {
    constexpr std::array<std::string_view, batch_oddities.size()> meanings{
        "a stage of its life has a time before an earlier one's",
        "completed and failed requests are not the total of a completed batch, or exceed it",
        "ended after its expires_at",
        "was not done by its expires_at",
        "has not ended and is past its expires_at",
        "completed, but has no output file",
        "ended with every request failed",
        "expired or was cancelled, but has an output file",
        "its server no longer knows it"};
    return meanings[static_cast<std::size_t>(oddity)];
}

}  // namespace batchstore
