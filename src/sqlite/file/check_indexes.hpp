#pragma once

#include "sqlite/file/connection.hpp"

#include <optional>

namespace batchstore::sqlite {

/// Whether every index of a file holds what its table does, for each row one entry with the row's own key, no
/// other, in order, and none twice that may be there once. Proven by sums of keyed digests over one walk
/// through each table and each index, which two different sets of entries have in common once in 2^64.
/// Wants an open transaction. @returns nothing where it cannot tell, and `PRAGMA integrity_check` must: of
/// indexes on expressions, with other collations, of real numbers
std::optional<bool> indexes_hold(Connection& connection);

}  // namespace batchstore::sqlite
