#pragma once

#include <batchstore/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace batchstore {

/// One step of the schema, in the order of versions.
struct MigrationStep {
    int version = 0;
    std::string name{};
    std::optional<std::int64_t> applied_at_us{};  ///< none: pending
    std::string applied_by{};                     ///< version of the program that applied it
};

/// How the file of a store is kept, and how this program uses it. Words are SQLite's, in lower case.
struct StoreSettings {
    std::string sqlite_version{};  ///< that the program runs with
    std::int64_t page_bytes = 0;
    std::string journal_mode{};  ///< `wal`; `memory` for a store in memory
    /// When a commit survives a power cut: `full`: at once; `normal`: a little later.
    std::string synchronous{};
    std::string encoding{};  ///< of texts: `utf-8`
    std::int64_t application_id =
        0;                      ///< marks the file as a store of batches; programs such as `file` show it
    std::string permissions{};  ///< as `ls` shows them, such as `rw-------`; empty in memory
};

/// Facts about a store.
struct StoreInfo {
    std::string location{};
    std::int64_t size_bytes = 0;
    int schema_version = 0;
    std::vector<MigrationStep> migrations{};                   ///< those that were applied
    std::vector<std::pair<std::string, std::int64_t>> rows{};  ///< rows of each table, in the schema's order
    std::int64_t pruned_observations = 0;  ///< of the rows of `observations`: only their digests are left
    std::int64_t acts = 0;                 ///< of these rows: what was done to the log, no answers
    Head head{};
    std::optional<std::int64_t> first_seen_at_us{};  ///< of the batch first seen; none in an empty store
    std::optional<std::int64_t> last_seen_at_us{};   ///< of the batch last seen
    /// Of all batches, in Unix seconds; none if no batch has the time.
    std::optional<std::int64_t> oldest_created_at{};
    std::optional<std::int64_t> newest_created_at{};
    std::optional<std::int64_t> last_ended_at{};

    std::int64_t free_bytes = 0;             ///< of `size_bytes`: room that nothing uses
    std::int64_t write_ahead_log_bytes = 0;  ///< in the file beside it that takes changes first
    /// That the schema has and the store has not: after a large import that was cut short, or dropped by
    /// hand.
    std::vector<std::string> missing_indexes{};
    /// How many batches there were when statistics were last gathered with ANALYZE; none: never.
    std::optional<std::int64_t> analyzed_batches{};
    bool others_may_write = false;  ///< than the owner of the file
    bool all_may_read = false;      ///< every user of the machine
    StoreSettings settings{};
};

}  // namespace batchstore
