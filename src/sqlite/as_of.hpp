#pragma once

#include "repository/page_token.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/log_table.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What the store knew at a past time, from the log alone.
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

/// Calls `visit` with every batch that was known, in the order of their keys, in flat memory. `visit` returns
/// false to stop. Wants an open transaction.
void scan_past_batches(Connection& connection, std::int64_t as_of_us,
                       const std::function<bool(const PastBatch&)>& visit);

/// One page of those for which a condition holds.
Page find_past_batches(Connection& connection, const Query& query, const Condition& condition,
                       const std::optional<PagePosition>& after, std::string_view fingerprint);

}  // namespace batchstore::sqlite
