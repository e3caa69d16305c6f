#pragma once

#include "repository/session.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What a store knew at a past time. A batch that was not seen after it is as it was then; any other is
/// folded from the log. All of it wants an open transaction.
namespace batchstore {

/// A batch as it was known.
struct PastBatch {
    StoredBatch batch{};
    FoldKey last{};                      ///< of the observation that was folded last
    std::vector<std::string> sources{};  ///< that had seen it
};

/// Folds the entries of one batch that were observed up to a time, in the order of the log.
/// @returns nothing if there were none
std::optional<PastBatch> past_batch(std::vector<LoggedEntry> entries, std::int64_t as_of_us);

/// A condition that also wants batches that were not seen after a time: of them, today's state is the past
/// one.
Condition unseen_since(Condition condition, std::int64_t as_of_us);

/// A condition on today's states that is true for every batch for which another held, and for others of those
/// that were seen since: what was true of these, `visit_then` finds out.
Condition may_have_held(Condition condition, std::int64_t as_of_us);

/// Takes a batch and its key. @returns false to stop
using VisitKeyed = std::function<bool(std::int64_t batch_key, const StoredBatch&)>;

/// Calls `visit` with a batch as it was, if a condition held for it. @returns false to stop
/// @param row today's, for which `may_have_held`
bool visit_then(Session& session, const Condition& condition, std::int64_t as_of_us, const BatchRow& row,
                const VisitKeyed& visit);

/// How many batches there were for which a condition held.
std::int64_t past_count(Session& session, const Condition& condition, std::int64_t as_of_us);

/// As `Session::page`, of the batches as they were.
RowPage past_page(Session& session, const Query& query, const Condition& condition,
                  const std::optional<PagePosition>& after, std::size_t wanted);

/// As `Session::plan`, for `past_page`.
QueryPlan past_plan(Session& session, const Query& query, const Condition& condition);

}  // namespace batchstore
