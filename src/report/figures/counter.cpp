#include "report/figures/counter.hpp"

#include "report/costs/pricing.hpp"

namespace batchstore {

namespace {

bool says_nothing(const std::optional<Usage>& usage) {
    return !usage || *usage == Usage{};
}

}  // namespace

std::optional<double> share_of(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

std::vector<std::string> figure_fields() {
    return {"status",     "created_at",   "in_progress_at", "completed_at", "failed_at",
            "expired_at", "cancelled_at", "request_counts", "usage",        "absent_since_us"};
}

void DurationCounter::add(const std::optional<std::int64_t>& from, const std::optional<std::int64_t>& to) {
    if (!from || !to) {
        ++missing_;
    } else if (*to < *from) {
        ++negative_;
    } else {
        counted_.add(*to - *from);
    }
}

Durations DurationCounter::durations() const {
    return {.counted = counted_.count(),
            .missing = missing_,
            .negative = negative_,
            .p50 = counted_.percentile(50),
            .p90 = counted_.percentile(90),
            .p99 = counted_.percentile(99)};
}

void FigureCounter::add(const StoredBatch& batch, const std::optional<CostFigures>& cost) {
    ++sums_.batches;
    if (phase_of(batch.status) == Phase::ended) ++sums_.batches_ended;
    if (batch.status == Status::failed) ++sums_.batches_failed;
    if (batch.request_counts) add_counts(*batch.request_counts);
    if (batch.usage) add_usage(*batch.usage);
    if (says_nothing(batch.usage)) ++sums_.without_usage;
    if (batch.absent_since_us) ++sums_.absent;
    const std::optional<std::int64_t> ended = ended_at(batch);
    queue_.add(batch.created_at, batch.in_progress_at);
    run_.add(batch.in_progress_at, ended);
    total_.add(batch.created_at, ended);
    if (!cost) return;
    if (!sums_.cost) sums_.cost.emplace();
    batchstore::add(*sums_.cost, *cost);
}

void FigureCounter::add_counts(const RequestCounts& counts) {
    batchstore::add(sums_.requests_total, counts.total);
    batchstore::add(sums_.requests_completed, counts.completed);
    batchstore::add(sums_.requests_failed, counts.failed);
    if (counts.completed.value_or(-1) < 0 || counts.failed.value_or(-1) < 0) return;
    batchstore::add(succeeded_, counts.completed);
    batchstore::add(finished_, counts.completed);
    batchstore::add(finished_, counts.failed);
}

void FigureCounter::add_usage(const Usage& usage) {
    batchstore::add(sums_.input_tokens, usage.input_tokens);
    batchstore::add(sums_.cached_tokens, usage.cached_tokens);
    batchstore::add(sums_.output_tokens, usage.output_tokens);
    batchstore::add(sums_.reasoning_tokens, usage.reasoning_tokens);
    batchstore::add(sums_.total_tokens, usage.total_tokens);
}

Figures FigureCounter::figures() const {
    Figures figures = sums_;
    figures.failure_rate = share_of(sums_.batches_failed, sums_.batches_ended);
    figures.success_rate = share_of(succeeded_.value, finished_.value);
    figures.queue = queue_.durations();
    figures.run = run_.durations();
    figures.total = total_.durations();
    return figures;
}

}  // namespace batchstore
