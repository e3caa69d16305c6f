#include "repository/store/absence.hpp"

#include "model/digest.hpp"
#include "repository/store/acts.hpp"
#include "repository/store/refresh.hpp"

#include <algorithm>
#include <utility>

namespace batchstore {

std::optional<RefreshResult> note_absence(Writer& writer, Observation entry, bool as_recorded) {
    Session& session = *writer.session;
    auto standing = session.find(entry.id);
    if (!standing) return std::nullopt;
    const std::int64_t batch_key = standing->batch_key;
    const std::int64_t at = entry.observed_at_us;
    RefreshResult result{.verdict = Verdict::absent, .revision = standing->revision};
    const bool may_be_known = !as_recorded && at <= standing->last_seen_at_us;
    if (may_be_known && session.has_absence(batch_key, at, entry.body)) return result;

    const std::int64_t last_answer = session.latest_answer_us(batch_key);
    const bool only_a_repeat_is_later = at > last_answer && at <= standing->last_answered_at_us;
    if (as_recorded || !only_a_repeat_is_later) {
        if (!as_recorded) settle_emptied(writer);
        link(writer.known_tail(), entry, sha256(entry.body));
        session.append_absence(batch_key, entry);
        result.logged = true;
        // Of the log that is restored, that repeat was none.
        if (only_a_repeat_is_later) standing->last_answered_at_us = last_answer;
        if (at > last_answer) {
            standing->absent_since_us = std::min(standing->absent_since_us.value_or(at), at);
        }
    }
    standing->last_seen_at_us = std::max(standing->last_seen_at_us, at);
    ++standing->sightings;
    session.mark_seen(*standing);
    return result;
}

}  // namespace batchstore
