#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <sqlite3.h>

/// The plain sqlite3 C interface, with no more around it than closing what was opened.
namespace limit {

struct Value {
    int type = SQLITE_NULL;
    std::int64_t integer = 0;
    std::string bytes;

    bool operator==(const Value&) const = default;
};
using Row = std::vector<Value>;

[[noreturn]] inline void fail(sqlite3* database, const std::string& what) {
    std::fprintf(stderr, "limit: %s: %s\n", what.c_str(),
                 database != nullptr ? sqlite3_errmsg(database) : "");
    std::exit(1);
}

struct Database {
    explicit Database(const std::string& path) {
        if (sqlite3_open_v2(path.c_str(), &handle,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            nullptr) != SQLITE_OK) {
            fail(handle, path);
        }
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() { sqlite3_close_v2(handle); }

    void execute(const std::string& sql) const {
        if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            fail(handle, sql);
        }
    }
    sqlite3* handle = nullptr;
};

struct Statement {
    Statement(const Database& database, const std::string& sql) : handle_of_database(database.handle) {
        if (sqlite3_prepare_v3(database.handle, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle,
                               nullptr) != SQLITE_OK) {
            fail(database.handle, sql);
        }
    }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(handle); }

    Statement& bind(int index, const Value& value) {
        switch (value.type) {
            case SQLITE_INTEGER:
                sqlite3_bind_int64(handle, index, value.integer);
                break;
            case SQLITE_TEXT:
                sqlite3_bind_text(handle, index, value.bytes.data(), static_cast<int>(value.bytes.size()),
                                  SQLITE_STATIC);
                break;
            case SQLITE_BLOB:
                sqlite3_bind_blob(handle, index, value.bytes.data(), static_cast<int>(value.bytes.size()),
                                  SQLITE_STATIC);
                break;
            default:
                sqlite3_bind_null(handle, index);
        }
        return *this;
    }
    Statement& bind(int index, std::int64_t value) {
        sqlite3_bind_int64(handle, index, value);
        return *this;
    }
    bool step() const {
        const int code = sqlite3_step(handle);
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            fail(handle_of_database, "step");
        }
        return code == SQLITE_ROW;
    }
    void run(const Row& row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            bind(static_cast<int>(i) + 1, row[i]);
        }
        step();
        sqlite3_reset(handle);
    }
    /// Looks at every column, as a reader must.
    std::int64_t touch() const {
        std::int64_t sum = 0;
        const int columns = sqlite3_column_count(handle);
        for (int i = 0; i < columns; ++i) {
            switch (sqlite3_column_type(handle, i)) {
                case SQLITE_INTEGER:
                    sum += sqlite3_column_int64(handle, i);
                    break;
                case SQLITE_TEXT:
                case SQLITE_BLOB:
                    sum += reinterpret_cast<std::intptr_t>(sqlite3_column_blob(handle, i)) & 1;
                    sum += sqlite3_column_bytes(handle, i);
                    break;
                default:
                    break;
            }
        }
        return sum;
    }
    Row row() const {
        Row row(static_cast<std::size_t>(sqlite3_column_count(handle)));
        for (int i = 0; i < static_cast<int>(row.size()); ++i) {
            Value& value = row[static_cast<std::size_t>(i)];
            value.type = sqlite3_column_type(handle, i);
            if (value.type == SQLITE_INTEGER) {
                value.integer = sqlite3_column_int64(handle, i);
            } else if (value.type != SQLITE_NULL) {
                value.bytes.assign(static_cast<const char*>(sqlite3_column_blob(handle, i)),
                                   static_cast<std::size_t>(sqlite3_column_bytes(handle, i)));
            }
        }
        return row;
    }
    sqlite3* handle_of_database;
    sqlite3_stmt* handle = nullptr;
};

}  // namespace limit
