#pragma once

#include "sqlite/rows/log_table.hpp"

#include <batchstore/repository.hpp>

#include <cstdint>
#include <span>

namespace batchstore::sqlite {

/// What `BatchRepository::remove` does, in a transaction that is open for writing.
Removed remove_batches(Connection& connection, LogTable& log, std::span<const std::int64_t> newest_seqs);

}  // namespace batchstore::sqlite
