#pragma once

#include <batchstore/batch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// A batch as the store holds it: the state, and what the store knows about its own record of it.
struct StoredBatch : Batch {
    std::int64_t revision = 0;          ///< changes of the state: 1 when inserted, +1 for each `updated`
    std::int64_t first_seen_at_us = 0;  ///< microseconds since 1970
    std::int64_t last_seen_at_us = 0;   ///< microseconds since 1970
    std::int64_t sightings = 0;         ///< how often a server said something about it, repeats included

    bool operator==(const StoredBatch&) const = default;
};

/// Which batches, newest first (by `created_at`, those without one last). Conditions combine with "and".
struct Query {
    std::vector<std::string> status{};           ///< any of these, in normal form; empty: every status
    std::optional<std::int64_t> created_from{};  ///< seconds, inclusive
    std::optional<std::int64_t> created_to{};    ///< seconds, exclusive
    std::int64_t limit = 100;                    ///< at most this many, 1 to 1,000
};

/// One page of the answer to a query.
struct Page {
    std::vector<StoredBatch> batches{};
};

}  // namespace batchstore
