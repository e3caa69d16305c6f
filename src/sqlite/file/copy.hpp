#pragma once

#include "repository/partial_file.hpp"
#include "sqlite/file/connection.hpp"

#include <batchstore/progress.hpp>

#include <atomic>
#include <string>

/// Copies of a store, page by page with SQLite's backup interface: whatever is in the file is in the copy.
namespace batchstore::sqlite {

/// Copies into an empty file, as of the moment of the transaction that is open on `source`. Others read and
/// write the store meanwhile. @returns false if `stop` was set before the end.
bool copy_store(Connection& source, const PartialFile& target, const OnProgress& on_progress = {},
                const std::atomic<bool>* stop = nullptr);

/// A copy of a store beside it, under the first name that is free: `LOCATION.WORD`, `LOCATION.WORD-2` … It
/// goes again unless it is kept. While a transaction for writing is open it is what the store was before.
class CopyBeside {
public:
    CopyBeside(const Connection& connection, const std::string& word);
    CopyBeside(const CopyBeside&) = delete;
    CopyBeside& operator=(const CopyBeside&) = delete;
    ~CopyBeside();

    const std::string& path() const { return path_; }
    /// @returns the path
    std::string keep();

private:
    std::string path_;
};

}  // namespace batchstore::sqlite
