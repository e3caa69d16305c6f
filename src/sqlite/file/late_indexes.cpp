#include "sqlite/file/late_indexes.hpp"

#include "sqlite/file/interruption.hpp"

#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace batchstore::sqlite {

const SchemaObject owed_indexes_table{
    "table", "owed_indexes", "CREATE TABLE owed_indexes (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID"};

namespace {

/// Those of observations are not here, as their entries come in the order of batches.
constexpr const char* late_indexes[] = {
    "batches_by_id",         "batches_by_status",     "batches_by_created_at",  "batches_by_ended_at",
    "batches_by_last_seen",  "batches_by_changed_at", "batches_by_endpoint",    "batches_by_model",
    "batches_by_expires_at", "batches_by_input_file", "batches_by_output_file", "batches_by_error_file",
    "batches_with_errors",   "errors_by_code",        "metadata_by_pair",       "request_counts_by_failed"};
constexpr const char* other_indexes[] = {"observations_by_answer", "observations_by_source"};

std::string quoted_names() {
    return fmt::format("'{}', '{}'", fmt::join(late_indexes, "', '"), fmt::join(other_indexes, "', '"));
}

bool has_index(Connection& connection, const std::string& name) {
    return connection.integer(fmt::format(
               "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = '{}'", name)) > 0;
}

bool has_owed_indexes(Connection& connection) {
    return connection.database().tableExists(owed_indexes_table.name);
}

void build_here(Connection& connection, const SchemaObject& index) {
    SQLite::Database& database = connection.database();
    database.exec(index.sql);
    if (!has_owed_indexes(connection)) {
        return;
    }
    database.exec(fmt::format("DELETE FROM owed_indexes WHERE name = '{}'", index.name));
    if (connection.integer("SELECT count(*) FROM owed_indexes") == 0) {
        database.exec("DROP TABLE owed_indexes");
    }
}

void build(Connection& connection, const SchemaObject& index) {
    if (connection.in_transaction()) {
        build_here(connection, index);
        return;
    }
    Transaction transaction(connection, Transaction::Mode::write);
    // Somebody else who opened the store may have built it by now.
    if (!has_index(connection, index.name)) {
        build_here(connection, index);
        transaction.commit();
    }
}

}  // namespace

bool owes_indexes(Connection& connection) {
    static const std::string count = fmt::format(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name IN ({})", quoted_names());
    return connection.integer(count) < std::ssize(late_indexes) + std::ssize(other_indexes);
}

std::vector<std::string> missing_indexes(Connection& connection, std::span<const Migration> migrations) {
    std::vector<std::string> names;
    for (const auto& index : missing_objects(connection, migrations, "index")) {
        names.push_back(index.name);
    }
    return names;
}

std::set<std::string> owed_indexes(Connection& connection) {
    if (!has_owed_indexes(connection)) {
        return {};
    }
    Prepared select(connection.database(), "SELECT name FROM owed_indexes");
    Run run = select.run();
    std::set<std::string> names;
    while (run.next()) {
        names.insert(run.value<std::string>());
    }
    return names;
}

void drop_late_indexes(Connection& connection) {
    SQLite::Database& database = connection.database();
    if (!has_owed_indexes(connection)) {
        database.exec(owed_indexes_table.sql);
    }
    for (const char* name : late_indexes) {
        database.exec(fmt::format("DROP INDEX IF EXISTS {}", name));
        database.exec(fmt::format("INSERT OR IGNORE INTO owed_indexes VALUES('{}')", name));
    }
}

bool build_owed_indexes(Connection& connection, std::span<const Migration> migrations,
                        const std::atomic<bool>* stop) {
    const Interruption interruption(connection, stop);
    return unless_interrupted([&] {
        for (const SchemaObject& index : missing_objects(connection, migrations, "index")) {
            build(connection, index);
        }
    });
}

}  // namespace batchstore::sqlite
