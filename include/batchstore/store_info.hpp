#pragma once

#include <batchstore/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace batchstore {

/// Facts about a store.
struct StoreInfo {
    std::string location{};
    std::int64_t size_bytes = 0;
    int schema_version = 0;
    std::vector<std::pair<std::string, std::int64_t>> rows{};  ///< rows of each table, in the schema's order
    Head head{};
    std::optional<std::int64_t> first_seen_at_us{};  ///< of the batch first seen; none in an empty store
    std::optional<std::int64_t> last_seen_at_us{};   ///< of the batch last seen

    std::int64_t free_bytes = 0;             ///< of `size_bytes`: room that nothing uses
    std::int64_t write_ahead_log_bytes = 0;  ///< in the file beside it that takes changes first
    /// That the schema has and the store has not: after a large import that was cut short, or dropped by
    /// hand.
    std::vector<std::string> missing_indexes{};
    /// How many batches there were when statistics were last gathered with ANALYZE; none: never.
    std::optional<std::int64_t> analyzed_batches{};
    bool others_may_write = false;  ///< than the owner of the file
    bool all_may_read = false;      ///< every user of the machine
};

}  // namespace batchstore
