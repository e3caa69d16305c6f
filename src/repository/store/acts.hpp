#pragma once

#include "repository/receipt.hpp"
#include "repository/session_pool.hpp"

#include <batchstore/removal.hpp>

#include <cstdint>
#include <span>
#include <string>

/// What is done to the log itself, and the acts that say so. All of it wants a transaction that is open for
/// writing.
namespace batchstore {

/// As `Store::remove`.
Removed remove_batches(Writer& writer, std::span<const std::int64_t> newest_seqs,
                       const RemovalOptions& options);
/// As `Store::thin`.
Removed thin_batches(Writer& writer, std::span<const std::int64_t> newest_seqs,
                     const RemovalOptions& options);

/// As `Store::restore_pruned` and `restore_act`. @returns whether the entry continues this log, and was
/// recorded
bool restore_pruned(Writer& writer, const Observation& entry);
bool restore_act(Writer& writer, const Observation& act, const Receipt& receipt);

/// Names what came empty from another log, and no act from there has named yet. To be called before this log
/// goes on in another way than that one.
void settle_emptied(Writer& writer);

}  // namespace batchstore
