#include "sqlite/late_indexes.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

namespace batchstore::sqlite {

namespace {

/// The index of ids first; those of observations are not here, as their entries come in the order of batches.
constexpr const char* late_indexes[] = {
    "batches_by_id",         "batches_by_status",      "batches_by_created_at",   "batches_by_ended_at",
    "batches_by_last_seen",  "batches_by_endpoint",    "batches_by_model",        "batches_by_expires_at",
    "batches_by_input_file", "batches_by_output_file", "batches_by_error_file",   "batches_with_errors",
    "errors_by_code",        "metadata_by_pair",       "request_counts_by_failed"};

struct Index {
    std::string name;
    std::string sql;
};

/// The indexes of a database that statements made, the index of ids last.
std::vector<Index> indexes_of(const SQLite::Database& database) {
    Prepared select(
        database, fmt::format("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL "
                              "ORDER BY name = '{}', rowid",
                              late_indexes[0]));
    std::vector<Index> indexes;
    Run run = select.run();
    while (run.next()) {
        Index& index = indexes.emplace_back();
        run.read(index.name).read(index.sql);
    }
    return indexes;
}

std::vector<Index> owed_indexes(Connection& connection, std::span<const Migration> migrations) {
    SQLite::Database pattern(std::string(memory_location), SQLITE_OPEN_READWRITE);
    for (const Migration& migration : migrations) {
        pattern.exec(std::string(migration.sql));
    }
    std::vector<Index> owed = indexes_of(pattern);
    for (const Index& present : indexes_of(connection.database())) {
        std::erase_if(owed, [&](const Index& index) { return index.name == present.name; });
    }
    return owed;
}

/// Interrupts what the connection runs once `stop` is set.
class Interruption {
public:
    Interruption(Connection& connection, const std::atomic<bool>* stop)
        : handle_(connection.database().getHandle()) {
        constexpr int instructions = 10'000;
        if (stop != nullptr) {
            sqlite3_progress_handler(
                handle_, instructions,
                [](void* wanted) { return static_cast<const std::atomic<bool>*>(wanted)->load() ? 1 : 0; },
                const_cast<std::atomic<bool>*>(stop));
        }
    }
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

private:
    sqlite3* handle_;
};

void build(Connection& connection, const Index& index) {
    if (connection.in_transaction()) {
        connection.database().exec(index.sql);
        return;
    }
    Transaction transaction(connection, Transaction::Mode::write);
    // Somebody else who opened the store may have built it by now.
    const auto present = indexes_of(connection.database());
    if (std::none_of(present.begin(), present.end(), [&](const Index& i) { return i.name == index.name; })) {
        connection.database().exec(index.sql);
        transaction.commit();
    }
}

}  // namespace

bool owes_indexes(Connection& connection) {
    return connection.integer(fmt::format(
               "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = '{}'", late_indexes[0])) ==
           0;
}

std::vector<std::string> missing_indexes(Connection& connection, std::span<const Migration> migrations) {
    std::vector<std::string> names;
    for (const auto& index : owed_indexes(connection, migrations)) {
        names.push_back(index.name);
    }
    return names;
}

void drop_late_indexes(Connection& connection) {
    for (const char* name : late_indexes) {
        connection.database().exec(fmt::format("DROP INDEX IF EXISTS {}", name));
    }
}

bool build_owed_indexes(Connection& connection, std::span<const Migration> migrations,
                        const std::atomic<bool>* stop) {
    const Interruption interruption(connection, stop);
    try {
        for (const Index& index : owed_indexes(connection, migrations)) {
            build(connection, index);
        }
        return true;
    } catch (const SQLite::Exception& failure) {
        if (failure.getErrorCode() != SQLITE_INTERRUPT) {
            throw;
        }
        return false;
    }
}

}  // namespace batchstore::sqlite
