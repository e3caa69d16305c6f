#pragma once

#include "model/columns.hpp"
#include "model/identity.hpp"

#include <batchstore/reading.hpp>

#include <array>
#include <vector>

namespace batchstore {

/// How each of `batch_columns` stood in an answer.
using ColumnPresence = std::array<Presence, batch_column_count>;

/// Finds the fields that the API requires and an answer does not have, or has null or empty.
void find_missing(const Identity& identity, const ColumnPresence& columns, std::vector<Finding>& findings);

}  // namespace batchstore
