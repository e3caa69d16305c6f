#pragma once

#include "repository/partial_file.hpp"

#include <batchstore/prune.hpp>

#include <atomic>
#include <memory>
#include <string>

#include <zlib.h>

namespace batchstore {

/// What all entries of a log were, in their order: equal for equal ones.
class EntrySum {
public:
    void add(const Observation& entry);

    bool operator==(const EntrySum&) const = default;

private:
    std::int64_t entries_ = 0;
    Digest digest_{};
};

/// A new file of entries of a log, which has its name only once it was read back.
class Archive {
public:
    /// @throws Error as `PartialFile`
    explicit Archive(const std::string& path);

    void add(const Observation& entry);
    /// Completes the file, reads it back and compares, brings it to the disk and gives it its name.
    /// @returns nothing if it was stopped
    /// @throws Error{storage} if it is not what was written
    std::optional<ArchiveFile> keep(const std::atomic<bool>* stop);

private:
    EntrySum read_back(const std::atomic<bool>* stop) const;

    PartialFile file_;
    std::unique_ptr<gzFile_s, decltype(&gzclose)> stream_{nullptr, &gzclose};
    EntrySum written_;
    std::string line_;
};

}  // namespace batchstore
