#include "sqlite/file/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace batchstore::sqlite {

namespace {

struct Advice {
    ErrorKind kind;
    const char* next;
};

Advice advice_for(int code) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return {ErrorKind::busy, "nothing was written; try again"};
        case SQLITE_CORRUPT:
            return {ErrorKind::corrupt, "restore a backup, or salvage it with sqlite3's .recover"};
        case SQLITE_NOTADB:
            return {ErrorKind::corrupt, "it is no SQLite database; name another file"};
        case SQLITE_FULL:
            return {ErrorKind::storage, "the disk is full; make room and try again"};
        case SQLITE_READONLY:
            return {ErrorKind::storage, "it may not be written; check its permissions"};
        case SQLITE_CANTOPEN:
            return {ErrorKind::storage, "check the path and its permissions"};
        case SQLITE_ERROR:
            return {ErrorKind::schema, "the tables are not as this program made them"};
        case SQLITE_CONSTRAINT:
            return {ErrorKind::corrupt, "the store holds what it should not; run verify"};
        default:
            return {ErrorKind::storage, "check the disk and the file's permissions"};
    }
}

}  // namespace

Error translate(const SQLite::Exception& failure, const std::string& what) {
    const auto [kind, next] = advice_for(failure.getErrorCode());
    return {kind, fmt::format("{}: {}; {}", what, failure.what(), next)};
}

}  // namespace batchstore::sqlite
