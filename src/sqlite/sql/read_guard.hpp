#pragma once

#include "sqlite/file/connection.hpp"

#include <string>

#include <sqlite3.h>

namespace batchstore::sqlite {

/// From its making on, a connection runs only statements that read from its own file, whoever wrote them.
///
/// It does not trust a single wall: the connection was opened for reading only, an authorizer allows what is
/// listed and nothing else, no file can be attached, and no extension loaded.
class ReadGuard {
public:
    explicit ReadGuard(Connection& connection);
    ReadGuard(const ReadGuard&) = delete;
    ReadGuard& operator=(const ReadGuard&) = delete;
    ~ReadGuard();

    /// Why the last statement that SQLite refused to prepare was refused by this guard; empty: it was not.
    const std::string& refused() const { return refused_; }

private:
    static int authorize(void* guard, int action, const char* first, const char* second, const char* schema,
                         const char* trigger);

    sqlite3* handle_;
    std::string refused_;
};

}  // namespace batchstore::sqlite
