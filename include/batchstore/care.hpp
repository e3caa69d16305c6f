#pragma once

#include <batchstore/open.hpp>
#include <batchstore/progress.hpp>
#include <batchstore/verification.hpp>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

/// The care of a store's file: copies of it, and mending it from its own log.
namespace batchstore {

struct BackupOptions {
    /// A file that is there is replaced, once the new one is complete; else it is an error.
    bool replace = false;
    OnProgress on_progress{};
    /// Set to true from anywhere to give up; then nothing is left.
    const std::atomic<bool>* stop = nullptr;
};

/// What a backup is.
struct Backup {
    std::string path{};
    std::int64_t size_bytes = 0;
    /// Of the copy, whose log ends in the head that the store had at the moment of the copy.
    Verification verification{};
};

/// Copies a store to a new file, as of one moment, while other threads and processes use the store.
///
/// The copy is a store as any other. It is written beside `path` under a name of its own, verified in full
/// (as `Store::verify` does, since the head that the store had), brought to the disk and only then named
/// `path`. Its owner alone may read and write it, unless it replaces a file, whose permissions it takes over.
/// A process that is killed leaves `.batchstore-NUMBER.new`.
///
/// @returns nothing if it was stopped.
/// @throws Error{invalid} if `path` is the store itself or exists and is not to be replaced, or if a
/// write-ahead
///   log of another store lies there; nothing was written.
/// @throws Error{corrupt} if the copy does not verify, which says that the store does not; it is not kept.
/// @throws Error as `open` for the store, and `storage` if the copy cannot be written.
std::optional<Backup> backup(const std::string& location, const std::string& path,
                             const BackupOptions& options = {});

struct RebuildOptions {
    /// The log must also pass through this head. Give the newest that was written down: what was cut off the
    /// end of the log is told by nothing else, and states that it made would be removed.
    std::optional<Head> since{};
    /// How long to wait for another writer.
    std::chrono::milliseconds busy_timeout{10'000};
    OnProgress on_progress{};
    /// Set to true from anywhere to give up; then the store is as it was.
    const std::atomic<bool>* stop = nullptr;
};

/// What was wrong in a store, and is as the log says now.
struct Rebuilt {
    std::int64_t added = 0;    ///< batches that were in the log only
    std::int64_t mended = 0;   ///< batches whose rows differed from the log
    std::int64_t removed = 0;  ///< batches that the log does not know
    std::int64_t orphans = 0;  ///< rows that belonged to no batch
    std::int64_t entries =
        0;                 ///< of the log, filed under another batch than their own, or with another digest
    bool indexes = false;  ///< they, and triggers and views, were built anew
    std::string
        backup{};  ///< the copy of the store as it was; empty: nothing was wrong, and nothing was done
    Verification verification{};

    bool changed() const { return !backup.empty(); }
};

/// Makes everything in a store that follows from its log anew where it differs: states, the rows that belong
/// to them, which entries belong to which batch, indexes and triggers. What the log does not know (how often
/// an answer was repeated, and when it was last) stays as far as it can be true.
///
/// All of it is one transaction, which is committed only if the store verifies then. Before, the file is
/// copied to `LOCATION.before-rebuild`, or `LOCATION.before-rebuild-2` … if that is taken.
///
/// @returns nothing if it was stopped.
/// @throws Error{corrupt} if the log itself does not verify, as no state can be trusted then, or if the file
/// is
///   damaged in a way that this does not mend; the store is as it was.
/// @throws Error as `open`; a store of an older schema is refused.
std::optional<Rebuilt> rebuild(const std::string& location, const RebuildOptions& options = {});

}  // namespace batchstore
