#include "sqlite/file/raw_indexes.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace batchstore::sqlite {

namespace {

/// While it lives, a table that is made stands in for what lies at a page, and is not written.
class Imposter {
public:
    Imposter(sqlite3* handle, std::int64_t root_page) : handle_(handle) {
        sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, handle, "main", 1, static_cast<int>(root_page));
    }
    Imposter(const Imposter&) = delete;
    Imposter& operator=(const Imposter&) = delete;
    ~Imposter() { sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, handle_, "main", 0, 0); }

private:
    sqlite3* handle_;
};

}  // namespace

// Where SQLite ignores what makes an imposter, the table must not be made in the file.
RawIndexes::RawIndexes(Connection& connection)
    : connection_(connection), query_only_(connection.integer("PRAGMA query_only")) {
    connection.database().exec("PRAGMA query_only = ON");
}

RawIndexes::~RawIndexes() {
    // A page at the end has the schema read anew, which knows of no such tables.
    sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, connection_.database().getHandle(), "main", 0, 1);
    connection_.database().tryExec(fmt::format("PRAGMA query_only = {}", query_only_));
}

bool RawIndexes::can() {
    return sqlite3_compileoption_used("UNTESTABLE") == 0;
}

std::string RawIndexes::stand_in(std::int64_t root_page, int columns, const std::string& mark) {
    std::string names = "c0";
    for (int i = 1; i < columns; ++i) {
        names += fmt::format(", c{}", i);
    }
    std::string table = fmt::format("batchstore_raw_index_{}", ++made_);
    const Imposter imposter(connection_.database().getHandle(), root_page);
    connection_.database().exec(
        fmt::format("CREATE TABLE {0} ({1}, beyond DEFAULT '{2}', PRIMARY KEY ({1})) "
                    "WITHOUT ROWID",
                    table, names, mark));
    return table;
}

}  // namespace batchstore::sqlite
