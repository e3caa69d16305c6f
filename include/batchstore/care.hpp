#pragma once

#include <batchstore/open.hpp>
#include <batchstore/progress.hpp>
#include <batchstore/verification.hpp>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

/// The care of a store's file.
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
/// The copy is a store as any other. It is written to `PATH.partial`, verified in full (as
/// `BatchRepository::verify` does, since the head that the store had), brought to the disk and only then
/// named `path`; its owner alone may read and write it.
///
/// @returns nothing if it was stopped.
/// @throws Error{invalid} if `path` is the store itself or exists and is not to be replaced, or if a
/// write-ahead
///   log of another store lies there; nothing was written.
/// @throws Error{corrupt} if the copy does not verify, which says that the store does not; it is not kept.
/// @throws Error as `open` for the store, and `storage` if the copy cannot be written.
std::optional<Backup> backup(const std::string& location, const std::string& path,
                             const BackupOptions& options = {});

}  // namespace batchstore
