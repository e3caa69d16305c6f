#include "repository/checking/rebuild_states.hpp"

#include "repository/checking/state_differences.hpp"

#include <limits>
#include <utility>
#include <vector>

namespace batchstore {

namespace {

/// What the log makes of a batch; corrects what is stored beside its answers.
LoggedState logged_state(Session& session, std::int64_t batch_key, std::int64_t& corrected) {
    std::vector<LoggedEntry> entries = session.entries_of(batch_key);
    sort_as_logged(entries);
    LoggedState state;
    const auto correct = [&](const LoggedEntry& entry, const std::optional<Digest>& digest) {
        if (entry.answer_digest == digest) return;
        session.set_answer_digest(entry.observation.seq, digest);
        ++corrected;
    };
    for (const LoggedEntry& entry : entries) {
        if (entry.observation.is_absence()) {
            correct(entry, std::nullopt);
            state.add_absence(entry.observation.observed_at_us);
            continue;
        }
        FoldInput input = fold_input(entry.observation);
        correct(entry, input.digest);
        state.add(std::move(input));
    }
    return state;
}

}  // namespace

void rebuild_state(Session& session, std::int64_t batch_key, RebuiltStates& done) {
    const auto before = session.standing_of(batch_key);
    session.remove_state(batch_key);
    const LoggedState logged = logged_state(session, batch_key, done.entries);
    if (logged.empty()) {
        ++done.removed;
        return;
    }
    constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();
    Standing standing =
        logged.nearest(before.value_or(Standing{.last_seen_at_us = never, .last_answered_at_us = never}));
    standing.batch_key = batch_key;
    session.insert(logged.folded().state, standing);
    ++(before ? done.mended : done.added);
}

}  // namespace batchstore
