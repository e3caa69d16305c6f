#pragma once

#include "repository/page_token.hpp"
#include "sqlite/rows/log_table.hpp"
#include "sqlite/rows/state_tables.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What the store knew at a past time. A batch that was not seen after it is as it was then; any other is
/// folded from the log.
namespace batchstore::sqlite {

/// A batch as it was known.
struct PastBatch {
    std::int64_t batch_key = 0;
    StoredBatch batch{};
    FoldKey last{};                      ///< of the observation that was folded last
    std::vector<std::string> sources{};  ///< that had seen it
};

/// Folds the entries of one batch that were observed up to a time, in the order of the log.
/// @returns nothing if there were none
std::optional<PastBatch> past_batch(std::vector<LogTable::Entry> entries, std::int64_t as_of_us);

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
bool visit_then(LogTable& log, const Condition& condition, std::int64_t as_of_us, const BatchRow& row,
                const VisitKeyed& visit);

/// Calls `visit` with every batch for which a condition held and that was seen both before and after a time,
/// in no particular order. Wants an open transaction.
void each_seen_since(Connection& connection, LogTable& log, const Condition& condition, std::int64_t as_of_us,
                     const std::function<void(PastBatch)>& visit);

/// Calls `visit` with every batch for which a condition held, in the order of their keys. Wants an open
/// transaction.
void scan_past_batches(Connection& connection, LogTable& log, const Condition& condition,
                       std::int64_t as_of_us, const VisitKeyed& visit);

/// The first rows behind a position in the order of a query, whole.
std::vector<BatchRow> past_page_rows(Connection& connection, StateTables& states, LogTable& log,
                                     const Query& query, const Condition& condition,
                                     const std::optional<PagePosition>& after, std::size_t wanted);

}  // namespace batchstore::sqlite
