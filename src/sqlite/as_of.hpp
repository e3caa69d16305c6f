#pragma once

#include "repository/page_token.hpp"
#include "sqlite/log_table.hpp"
#include "sqlite/state_tables.hpp"

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

/// Calls `visit` with every batch for which a condition held and that was seen both before and after a time,
/// in no particular order. Wants an open transaction.
void each_seen_since(Connection& connection, LogTable& log, const Condition& condition, std::int64_t as_of_us,
                     const std::function<void(PastBatch)>& visit);

/// Calls `visit` with every batch for which a condition held, in the order of their keys. `visit` returns
/// false to stop. Wants an open transaction.
void scan_past_batches(Connection& connection, LogTable& log, const Condition& condition,
                       std::int64_t as_of_us,
                       const std::function<bool(std::int64_t, const StoredBatch&)>& visit);

/// The first rows behind a position in the order of a query, whole.
std::vector<BatchRow> past_page_rows(Connection& connection, StateTables& states, LogTable& log,
                                     const Query& query, const Condition& condition,
                                     const std::optional<PagePosition>& after, std::size_t wanted);

}  // namespace batchstore::sqlite
