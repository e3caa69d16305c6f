#pragma once

#include "sqlite/file/connection.hpp"

#include <cstdint>
#include <string>

namespace batchstore::sqlite {

/// Lets the entries of indexes be read as they lie in the file, whatever the schema says of them: as rows of
/// tables that stand in for the indexes, in the schema of this connection only and as long as this lives.
/// Nothing is written. Wants an open transaction, and no statement under way when it ends.
class RawIndexes {
public:
    explicit RawIndexes(Connection& connection);
    RawIndexes(const RawIndexes&) = delete;
    RawIndexes& operator=(const RawIndexes&) = delete;
    ~RawIndexes();

    /// Whether this build of SQLite can do it.
    static bool can();

    /// Makes a table stand in for an index. Its columns are c0, c1 … in the order of the index, and `beyond`:
    /// the text `mark` unless entries have more values than there are columns.
    /// @returns the name of the table
    std::string stand_in(std::int64_t root_page, int columns, const std::string& mark);

private:
    Connection& connection_;
    std::int64_t query_only_;
    int made_ = 0;
};

}  // namespace batchstore::sqlite
