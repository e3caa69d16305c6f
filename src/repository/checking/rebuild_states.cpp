#include "repository/checking/rebuild_states.hpp"

#include "repository/checking/state_differences.hpp"

#include <limits>
#include <optional>
#include <vector>

namespace batchstore {

namespace {

/// What the log makes of a batch; corrects what is stored beside its answers. @returns nothing if it has none
std::optional<LoggedState> logged_state(Session& session, std::int64_t batch_key, std::int64_t& corrected) {
    std::vector<FoldInput> inputs;
    std::int64_t updates = 0;
    for (const LoggedEntry& entry : session.entries_of(batch_key)) {
        FoldInput& input = inputs.emplace_back(fold_input(entry.observation));
        updates += entry.observation.verdict == Verdict::updated ? 1 : 0;
        if (entry.answer_digest != input.digest) {
            session.set_answer_digest(entry.observation.seq, input.digest);
            ++corrected;
        }
    }
    return inputs.empty() ? std::nullopt : std::optional<LoggedState>(std::in_place, inputs, updates);
}

}  // namespace

void rebuild_state(Session& session, std::int64_t batch_key, RebuiltStates& done) {
    const auto before = session.standing_of(batch_key);
    session.remove_state(batch_key);
    const auto logged = logged_state(session, batch_key, done.entries);
    if (!logged) {
        ++done.removed;
        return;
    }
    constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();
    Standing standing = logged->nearest(before.value_or(Standing{.last_seen_at_us = never}));
    standing.batch_key = batch_key;
    session.insert(logged->folded.state, standing);
    ++(before ? done.mended : done.added);
}

}  // namespace batchstore
