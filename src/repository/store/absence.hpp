#pragma once

#include "repository/session_pool.hpp"

#include <batchstore/refresh.hpp>

#include <optional>

/// The rules for a server that does not know a batch: what is logged, and whether the batch is absent.
///
/// Absent is a batch since the earliest logged absence that is later than all logged answers. So that this is
/// so of all that was observed, in whatever order it comes, these hold:
///
/// - Every absence is logged but one that is later than the logged answers and not than a repeat of one: of
///   repeats the log has no times, and could not show that it was answered since.
/// - A repeat is logged if the batch is absent, and not after it (`ends_absence`).
///
/// Then no logged absence lies between the last logged answer and the last repeat.
namespace batchstore {

/// Notes an absence, in a transaction that is open for writing.
/// @param entry what is known of it: all but `seq` and `digest`
/// @param as_recorded it is restored, and so logged as it is
/// @returns nothing if the batch is not known; then nothing was done
std::optional<RefreshResult> note_absence(Writer& writer, Observation entry, bool as_recorded);

/// Whether an answer of this time is later than that a batch is absent.
inline bool ends_absence(const Standing& standing, std::int64_t answered_at_us) {
    return standing.absent_since_us && *standing.absent_since_us <= answered_at_us;
}

}  // namespace batchstore
