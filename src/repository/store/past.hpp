#pragma once

#include "repository/past_moment.hpp"
#include "repository/session.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What a store knew at a past moment. A batch that was not seen after a time is as it was then; any other,
/// and every batch as of an entry of the log, is folded from the log. All of it wants an open transaction.
namespace batchstore {

/// A batch as it was known.
struct PastBatch {
    StoredBatch batch{};
    FoldKey last{};                      ///< of the observation that was folded last
    std::vector<std::string> sources{};  ///< that had seen it
};

/// What a query, or who wants one batch, asks as of. @returns nothing if that is now
/// @throws Error{invalid} as `past_moment`
template <class Asked>
std::optional<PastMoment> moment_of(Session& session, const Asked& asked) {
    return past_moment(
        asked.as_of_us, asked.as_of_head, [&] { return session.tail().head; },
        [&](std::int64_t seq) { return session.entry(seq); });
}

/// Folds the entries of one batch that were known then, in the order of the log.
/// @returns nothing if there were none
std::optional<PastBatch> past_batch(std::vector<LoggedEntry> entries, const PastMoment& then);

/// A condition on today's states that is true for every batch for which another held, and for others of those
/// that may differ since: what was true of these, `visit_then` finds out.
Condition may_have_held(Condition condition, const PastMoment& then);

/// Takes a batch, as `Store::VisitBatch`, and its key. @returns false to stop
using VisitKeyed = std::function<bool(std::int64_t batch_key, StoredBatch&)>;

/// Calls `visit` with a batch as it was, if a condition held for it. @returns false to stop
/// @param row today's, for which `may_have_held`
bool visit_then(Session& session, const Condition& condition, const PastMoment& then, BatchRow& row,
                const VisitKeyed& visit);

/// How many batches there were for which a condition held.
std::int64_t past_count(Session& session, const Condition& condition, const PastMoment& then);

/// As `Session::page`, of the batches as they were.
RowPage past_page(Session& session, const Query& query, const Condition& condition, const PastMoment& then,
                  const std::optional<PagePosition>& after, std::size_t wanted);

/// As `Session::plan`, for `past_page`.
QueryPlan past_plan(Session& session, const Query& query, const Condition& condition, const PastMoment& then);

}  // namespace batchstore
