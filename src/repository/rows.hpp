#pragma once

#include "model/fold.hpp"

#include <batchstore/observation.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reading.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// What lies in a store's tables, as every backend hands it over.
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
    std::int64_t last_answered_at_us = 0;
    std::optional<std::int64_t> absent_since_us{};
    std::int64_t changed_at_us = 0;
    FoldKey last{};  ///< of the observation that was folded last
};

/// What a state row says about the rest of its batch.
struct ChildCounts {
    std::string phase{};
    std::int64_t errors = 0;
    std::optional<std::int64_t> metadata{};
};

/// A state as it is stored, under its key.
struct BatchRow {
    std::int64_t batch_key = 0;
    StoredBatch batch{};
    FoldKey last{};
    ChildCounts children{};

    Standing standing() const {
        return {.batch_key = batch_key,
                .revision = batch.revision,
                .first_seen_at_us = batch.first_seen_at_us,
                .last_seen_at_us = batch.last_seen_at_us,
                .sightings = batch.sightings,
                .last_answered_at_us = batch.last_answered_at_us,
                .absent_since_us = batch.absent_since_us,
                .changed_at_us = batch.changed_at_us,
                .last = last};
    }
    void stand(const Standing& standing) {
        batch_key = standing.batch_key;
        batch.revision = standing.revision;
        batch.first_seen_at_us = standing.first_seen_at_us;
        batch.last_seen_at_us = standing.last_seen_at_us;
        batch.sightings = standing.sightings;
        batch.last_answered_at_us = standing.last_answered_at_us;
        batch.absent_since_us = standing.absent_since_us;
        batch.changed_at_us = standing.changed_at_us;
        last = standing.last;
    }
};

/// The logged observations of a batch whose answers equal one that arrives.
struct Twins {
    std::optional<std::int64_t> earliest_observed_at_us{};  ///< none: there is no equal answer
    bool at_this_moment = false;                            ///< one was observed at the very same time
    bool opens_epoch_now = false;                           ///< and has precedence `observed`
};

/// An entry of the log, and the digest of its answer's normal form as the store has it; an absence has none.
struct LoggedEntry {
    Observation observation{};
    std::optional<Digest> answer_digest{};
};

/// Puts entries in the order of the log.
void sort_as_logged(std::vector<LoggedEntry>& entries);

/// What the fold, and what checks it, wants of an entry.
struct LoggedAnswer {
    std::int64_t seq = 0;
    FoldInput input{};                      ///< of an absence whose words are no answer only the time
    std::optional<Verdict> verdict{};       ///< none: its word cannot be read
    std::optional<Digest> answer_digest{};  ///< as the store has it

    bool is_absence() const { return verdict == Verdict::absent; }
};

/// What an entry of the log that is no absence says. @throws Error{corrupt} if its body cannot be read.
Answer logged_answer(const Observation& entry);

/// The same for the fold.
FoldInput fold_input(const Observation& entry);

}  // namespace batchstore
