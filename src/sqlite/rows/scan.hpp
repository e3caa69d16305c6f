#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/rows/state_tables.hpp"

#include <functional>

namespace batchstore::sqlite {

/// Calls `visit` with every batch in the order of keys, in flat memory: cursors on the tables of metadata and
/// errors move along with the one on `batches`. `where` chooses among `batches AS b`; what is not wanted is
/// not read. `visit` may take the batch out of its row, and returns false to stop. Wants an open transaction.
/// @param unreadable called in place of `visit` with a row of which only key and id could be read, and why;
///   empty: that is thrown
void scan_batches(Connection& connection, const std::function<bool(BatchRow&)>& visit,
                  const SqlText& where = {"1"}, const WantedFields& wanted = {},
                  const std::function<void(const BatchRow&, const Error&)>& unreadable = {});

}  // namespace batchstore::sqlite
