#include "repository/store/refresh.hpp"

#include "model/verdict.hpp"
#include "repository/chain.hpp"
#include "repository/store/absence.hpp"
#include "repository/store/acts.hpp"

#include <algorithm>

namespace batchstore {

namespace {

/// One refresh of one batch.
class Refresh {
public:
    Refresh(Writer& writer, const Answer& answer, const Arrival& arrival)
        : writer_(writer),
          session_(*writer.session),
          tail_(writer.known_tail()),
          answer_(answer),
          arrival_(arrival) {
        result_.findings = answer.findings();
    }

    RefreshResult run() {
        auto standing = session_.find(answer_.batch().id);
        if (!standing) {
            insert();
        } else if (repeats_last(*standing)) {
            see_again(*standing, arrival_.observed_at_us == standing->last.observed_at_us);
            result_.verdict = Verdict::unchanged;
        } else {
            refresh_known(*standing);
        }
        return std::move(result_);
    }

private:
    void insert() {
        const std::int64_t epoch = arrival_.precedence == Precedence::observed ? 1 : 0;
        const std::int64_t at = arrival_.observed_at_us;
        const std::int64_t key = session_.insert(
            answer_.batch(), {.revision = 1,
                              .first_seen_at_us = at,
                              .last_seen_at_us = at,
                              .sightings = 1,
                              .last_answered_at_us = at,
                              .changed_at_us = at,
                              .last = fold_key(answer_.batch(), epoch, at, answer_.digest())});
        result_.revision = 1;
        log(key, Verdict::inserted);
    }

    /// The usual repeat, told without looking at the state: the answer that was folded last, seen again.
    /// Folding it once more would change nothing, nor was the batch absent.
    bool repeats_last(const Standing& standing) const {
        return arrival_.precedence == Precedence::lifecycle && !arrival_.recorded_verdict &&
               answer_.digest() == standing.last.digest &&
               arrival_.observed_at_us >= standing.last.observed_at_us && !ends_absence(standing);
    }
    bool ends_absence(const Standing& standing) const {
        return batchstore::ends_absence(standing, arrival_.observed_at_us);
    }

    void refresh_known(Standing& standing) {
        const Batch state = session_.load(standing.batch_key);
        const Twins twins = session_.twins(standing.batch_key, answer_.digest(), arrival_.observed_at_us);
        if (!belongs_in_log(standing, state, twins)) {
            see_again(standing, twins.at_this_moment);
            result_.verdict = says_the_same(state) ? Verdict::unchanged : Verdict::stale;
            return;
        }
        const FoldedState next = fold_in(standing, state, twins);
        result_.changed = changed_fields(state, next.state);
        const Verdict verdict = verdict_on(state, next.state, answer_.batch(), arrival_.precedence);
        if (ends_absence(standing)) {
            standing.absent_since_us = session_.first_absence_us(standing.batch_key, arrival_.observed_at_us);
        }
        standing.changed_at_us = changed_at_us(standing, next.state, verdict == Verdict::updated);
        note_sighting(standing);
        standing.last = next.last;
        standing.revision += verdict == Verdict::updated ? 1 : 0;
        result_.revision = standing.revision;
        session_.update(state, next.state, standing);
        log(standing.batch_key, verdict);
    }

    /// The log holds every distinct answer once, as first observed, and again if the batch was absent; what
    /// opens an epoch is logged unless nothing would come of it.
    bool belongs_in_log(const Standing& standing, const Batch& state, const Twins& twins) {
        if (arrival_.recorded_verdict || ends_absence(standing)) {
            return true;
        }
        if (arrival_.precedence == Precedence::lifecycle) {
            return !twins.earliest_observed_at_us || arrival_.observed_at_us < *twins.earliest_observed_at_us;
        }
        const bool latest = arrival_.observed_at_us > session_.latest_answer_us(standing.batch_key);
        return !twins.opens_epoch_now && !(latest && says_the_same(state));
    }

    bool says_the_same(const Batch& state) const {
        return batchstore::says_the_same(state, answer_.batch(), arrival_.precedence);
    }

    /// The state with this observation in it: one step when it is the last in order, else the whole log
    /// again.
    FoldedState fold_in(const Standing& standing, const Batch& state, const Twins& twins) {
        const std::int64_t at = arrival_.observed_at_us;
        const bool plain = standing.last.epoch == 0 && arrival_.precedence == Precedence::lifecycle;
        const FoldKey key = fold_key(answer_.batch(), 0, at, answer_.digest());
        if (plain && !twins.earliest_observed_at_us && key > standing.last) {
            FoldedState next{state, key};
            fold_step(next.state, answer_.batch());
            return next;
        }
        return fold(all_inputs(standing));
    }

    /// What the log has of the batch, and this answer.
    std::vector<FoldInput> all_inputs(const Standing& standing) {
        std::vector<FoldInput> inputs;
        for (const LoggedEntry& entry : session_.entries_of(standing.batch_key)) {
            if (!entry.observation.is_absence()) inputs.push_back(fold_input(entry.observation));
        }
        inputs.push_back({answer_.batch(), answer_.digest(), arrival_.observed_at_us, arrival_.precedence});
        return inputs;
    }

    /// When the state last changed, with this observation in it: the whole log tells, but one that is later
    /// than the others, as most are, changes it then or not at all.
    std::int64_t changed_at_us(const Standing& standing, const Batch& next, bool changed) {
        const std::int64_t at = arrival_.observed_at_us;
        if (at > standing.last_answered_at_us) return changed ? at : standing.changed_at_us;
        if (at == standing.last_answered_at_us) {
            if (!changed) return standing.changed_at_us;
            // Before this time it was what it was until now, or it was not known.
            if (standing.changed_at_us < at || standing.first_seen_at_us == at) return at;
        }
        return batchstore::changed_at_us(all_inputs(standing), next);
    }

    void see_again(Standing& standing, bool replayed) {
        if (!replayed) {
            note_sighting(standing);
            session_.mark_seen(standing);
        }
        result_.revision = standing.revision;
    }

    void note_sighting(Standing& standing) const {
        standing.first_seen_at_us = std::min(standing.first_seen_at_us, arrival_.observed_at_us);
        standing.last_seen_at_us = std::max(standing.last_seen_at_us, arrival_.observed_at_us);
        standing.last_answered_at_us = std::max(standing.last_answered_at_us, arrival_.observed_at_us);
        ++standing.sightings;
    }

    void log(std::int64_t batch_key, Verdict verdict) {
        if (!arrival_.recorded_verdict) settle_emptied(writer_);
        Observation entry{.id = answer_.batch().id,
                          .observed_at_us = arrival_.observed_at_us,
                          .recorded_at_us = arrival_.recorded_at_us,
                          .source = arrival_.source,
                          .precedence = arrival_.precedence,
                          .verdict = arrival_.recorded_verdict.value_or(verdict)};
        link(tail_, entry, answer_.text_digest());
        session_.append(batch_key, entry, answer_);
        result_.verdict = verdict;
        result_.logged = true;
    }

    Writer& writer_;
    Session& session_;
    LogTail& tail_;
    const Answer& answer_;
    const Arrival& arrival_;
    RefreshResult result_;
};

}  // namespace

RefreshResult refresh_batch(Writer& writer, const Answer& answer, const Arrival& arrival) {
    return Refresh(writer, answer, arrival).run();
}

void link(LogTail& tail, Observation& entry, const Digest& body) {
    entry.seq = tail.head.seq + 1;
    entry.digest = chain_digest(tail.head.digest, entry_digest(entry, body));
    tail = {{entry.seq, entry.digest}, entry.recorded_at_us};
}

bool continues(const LogTail& tail, const Observation& pruned) {
    return pruned.seq == tail.head.seq + 1 && pruned.digest == chain_digest(tail.head.digest, *pruned.entry);
}

bool continues(const LogTail& tail, const Observation& entry, const Digest& body) {
    return entry.seq == tail.head.seq + 1 &&
           entry.digest == chain_digest(tail.head.digest, entry_digest(entry, body));
}

}  // namespace batchstore
