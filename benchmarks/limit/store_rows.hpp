#pragma once

#include "sqlite.hpp"

#include <map>
#include <string_view>

/// The rows of a store in memory.
namespace limit {

struct Options {
    std::int64_t per_transaction = 10'000;
    std::int64_t cache_mb = 64;
    std::int64_t checkpoint_pages = 1000;
    bool state_only = false;
    bool indexes_last = false;
};

inline constexpr const char* child_tables[] = {"request_counts", "token_usage", "metadata", "errors"};

/// The rows of one batch, table by table.
struct BatchRows {
    Row batch;
    std::map<std::string_view, std::vector<Row>> children;
    std::vector<Row> observations;
};

/// The names of a table's stored columns.
inline std::vector<std::string> columns_of(const Database& database, const std::string& table) {
    std::vector<std::string> names;
    Statement statement(database, "SELECT name FROM pragma_table_xinfo('" + table + "') WHERE hidden = 0");
    while (statement.step()) {
        names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement.handle, 0)));
    }
    return names;
}

inline std::string joined(const std::vector<std::string>& names, const std::string& after = "") {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : ", ") + name + after;
    }
    return text;
}

inline std::string insert_into(const Database& database, const std::string& table) {
    const auto names = columns_of(database, table);
    std::string marks;
    for (std::size_t i = 0; i < names.size(); ++i) {
        marks += i == 0 ? "?" : ", ?";
    }
    return "INSERT INTO " + table + "(" + joined(names) + ") VALUES(" + marks + ")";
}

/// All rows of a store, in the order of batches.
inline std::vector<BatchRows> load(const Database& source, bool with_log) {
    std::vector<BatchRows> all;
    std::map<std::int64_t, std::size_t> index;
    {
        Statement statement(
            source, "SELECT " + joined(columns_of(source, "batches")) + " FROM batches ORDER BY batch_key");
        while (statement.step()) {
            index[sqlite3_column_int64(statement.handle, 0)] = all.size();
            all.emplace_back().batch = statement.row();
        }
    }
    for (const char* table : child_tables) {
        Statement statement(source, "SELECT " + joined(columns_of(source, table)) + " FROM " + table);
        while (statement.step()) {
            all[index[sqlite3_column_int64(statement.handle, 0)]].children[table].push_back(statement.row());
        }
    }
    if (with_log) {
        Statement statement(source, "SELECT " + joined(columns_of(source, "observations")) +
                                        " FROM observations ORDER BY seq");
        while (statement.step()) {
            all[index[sqlite3_column_int64(statement.handle, 1)]].observations.push_back(statement.row());
        }
    }
    return all;
}

inline void set_up(const Database& database, const Options& options) {
    database.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
        "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -" +
        std::to_string(options.cache_mb * 1024) +
        "; PRAGMA wal_autocheckpoint = " + std::to_string(options.checkpoint_pages));
}

inline std::vector<std::string> schema(const Database& source, const std::string& condition) {
    std::vector<std::string> statements;
    Statement statement(source, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND " + condition);
    while (statement.step()) {
        statements.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement.handle, 0)));
    }
    return statements;
}

}  // namespace limit
