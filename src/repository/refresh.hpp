#pragma once

#include "model/fold.hpp"

#include <batchstore/repository.hpp>

#include <cstdint>
#include <optional>
#include <vector>

/// The rules of a refresh, the same for every backend: what is logged, what the state becomes, the verdict.
namespace batchstore {

/// The end of the log, as the next entry needs it.
struct LogTail {
    Head head{};
    std::int64_t recorded_at_us = 0;
};

/// Where a known batch stands.
struct Standing {
    std::int64_t batch_key = 0;
    std::int64_t revision = 0;
    std::int64_t first_seen_at_us = 0;
    std::int64_t last_seen_at_us = 0;
    std::int64_t sightings = 0;
    FoldKey last{};  ///< of the observation that was folded last
};

/// The logged observations of a batch whose answers equal one that arrives.
struct Twins {
    std::optional<std::int64_t> earliest_observed_at_us{};  ///< none: there is no equal answer
    bool at_this_moment = false;                            ///< one was observed at the very same time
    bool opens_epoch_now = false;                           ///< and has precedence `observed`
};

/// The rows of one store, in a transaction that is open for writing.
class BatchTables {
public:
    BatchTables() = default;
    BatchTables(const BatchTables&) = delete;
    BatchTables& operator=(const BatchTables&) = delete;
    virtual ~BatchTables() = default;

    virtual LogTail tail() = 0;
    virtual std::optional<Standing> find(const std::string& id) = 0;
    virtual Batch load(std::int64_t batch_key) = 0;
    virtual Twins twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) = 0;
    /// The greatest `observed_at_us` among the logged observations of a batch.
    virtual std::int64_t latest_observed_at_us(std::int64_t batch_key) = 0;
    virtual std::vector<FoldInput> log_of(std::int64_t batch_key) = 0;

    /// Stores a new batch. @returns its key.
    virtual std::int64_t insert(const Batch& state, const Standing& standing) = 0;
    /// Replaces a state. `before` is what the tables hold, so that only what differs is written.
    virtual void update(const Batch& before, const Batch& state, const Standing& standing) = 0;
    /// Writes what is known about a batch's sightings.
    virtual void mark_seen(const Standing& standing) = 0;
    /// Appends to the log. `entry.body` is empty; the body is the answer's text.
    virtual void append(std::int64_t batch_key, const Observation& entry, const Answer& answer) = 0;
};

/// How an answer arrives.
struct Arrival {
    std::int64_t observed_at_us = 0;
    std::int64_t recorded_at_us = 0;
    std::string source{};
    Precedence precedence = Precedence::lifecycle;
    std::optional<Verdict> recorded_verdict{};  ///< set for an entry that is restored as it was recorded
};

RefreshResult refresh_batch(BatchTables& tables, const Answer& answer, const Arrival& arrival);

/// Whether an entry of another log continues the log that ends in `tail` exactly.
bool continues(const LogTail& tail, const Observation& entry, const Answer& answer);
/// The same of an entry that was pruned.
bool continues(const LogTail& tail, const Observation& pruned);

}  // namespace batchstore
