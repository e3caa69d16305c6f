#pragma once

#include <batchstore/repository.hpp>
#include <batchstore/store_info.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace spdlog {
class logger;
}

namespace batchstore {

/// What may be done to the store that is opened.
enum class Access {
    /// Nothing: the file is neither created nor migrated, and every changing call throws. Where nothing may
    /// be written beside it either, a store that was closed is read as it lies there, and must not change.
    read,
    write,   ///< an existing store is migrated if it is older, and can be refreshed
    create,  ///< the same, and a store that does not exist is created
};

struct OpenOptions {
    Access access = Access::create;
    /// How long a writer waits for one of another process before it throws `busy`.
    std::chrono::milliseconds busy_timeout{10'000};
    /// True: a commit survives a power cut at once (slower, but threads that write at once share the price).
    /// False: it survives the end of the process at once and a power cut a little later; the store is whole
    /// either way.
    bool full_durability = false;
    /// Memory for the pages of the database, for each connection.
    std::int64_t page_cache_bytes = 16LL << 20;
    /// Where the library logs migrations and other rare events; none: nowhere.
    std::shared_ptr<spdlog::logger> logger{};
};

/// Opens a store. `location` is the path of an SQLite file, or `:memory:` for a store that ends with the
/// repository.
///
/// @throws Error{not_found} if there is no such file and `access` is not `create`.
/// @throws Error{schema} if the file is another program's, from a newer version, or (for reading) from an
///   older one; the file is not touched.
/// @throws Error{corrupt} if it is no database or damaged; `storage` if it cannot be opened or created.
std::unique_ptr<BatchRepository> open(const std::string& location, const OpenOptions& options = {});

/// Where the schema of a file stands.
struct SchemaStatus {
    int version = 0;                     ///< of the file; 0: nothing was applied
    int newest = 0;                      ///< that this program knows
    std::vector<MigrationStep> steps{};  ///< all that this program knows
    std::string backup{};  ///< the copy that `migrate` wrote beside the file; empty: none was needed
};

/// Reads the state of a file's schema without touching the file. @throws as `open` does, but reads older
/// files.
SchemaStatus schema_status(const std::string& location);

/// Brings an existing file's schema up to date, all or nothing. A file that holds batches is copied first,
/// to `LOCATION.vN-backup`, or `LOCATION.vN-backup-2` … if that is taken. @throws as `open` does.
SchemaStatus migrate(const std::string& location, const OpenOptions& options = {});

}  // namespace batchstore
