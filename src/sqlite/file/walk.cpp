#include "sqlite/file/walk.hpp"

#include <cstddef>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

constexpr const char* take_name = "batchstore_take";

void take_row(sqlite3_context* context, int count, sqlite3_value** values) {
    try {
        static_cast<Taker*>(sqlite3_user_data(context))->take({values, static_cast<std::size_t>(count)});
    } catch (...) {  // for want of memory only; nothing may be thrown through SQLite
        sqlite3_result_error_nomem(context);
    }
}

void end_rows(sqlite3_context* context) {
    sqlite3_result_null(context);
}

/// The function by which a taker takes, as long as this lives.
class TakeFunction {
public:
    TakeFunction(Connection& connection, Taker& taker) : handle_(connection.database().getHandle()) {
        sqlite3_create_function(handle_, take_name, -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, &taker, nullptr,
                                &take_row, &end_rows);
    }
    TakeFunction(const TakeFunction&) = delete;
    TakeFunction& operator=(const TakeFunction&) = delete;
    ~TakeFunction() {
        sqlite3_create_function(handle_, take_name, -1, SQLITE_UTF8, nullptr, nullptr, nullptr, nullptr);
    }

private:
    sqlite3* handle_;
};

std::string walking(const std::string& values, const std::string& table) {
    return fmt::format("SELECT {}({}) FROM {}", take_name, values, table);
}

/// Whether a query opens the tree that begins at a page, and no other.
bool reads_only(Connection& connection, const std::string& query, std::int64_t root_page) {
    Prepared explain(connection.database(), "EXPLAIN " + query);
    Run steps = explain.run();
    int opened = 0;
    while (steps.next()) {
        steps.value<std::int64_t>();
        const auto step = steps.value<std::string>();
        steps.value<std::int64_t>();
        if (step != "OpenRead") continue;
        if (++opened > 1 || steps.value<std::int64_t>() != root_page) return false;
    }
    return opened == 1;
}

}  // namespace

void walk(Connection& connection, const std::string& values, const std::string& table, Taker& taker) {
    const TakeFunction function(connection, taker);
    Prepared select(connection.database(), walking(values, table));
    select.run().execute();
}

bool walk_tree(Connection& connection, std::int64_t root_page, const std::string& values,
               const std::string& table, Taker& taker) {
    const TakeFunction function(connection, taker);
    const std::string query = walking(values, table);
    if (!reads_only(connection, query, root_page)) {
        return false;
    }
    Prepared select(connection.database(), query);
    select.run().execute();
    return true;
}

}  // namespace batchstore::sqlite
