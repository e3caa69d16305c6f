#include "sqlite/file/late_indexes.hpp"

#include "sqlite/file/interruption.hpp"
#include "sqlite/file/schema_objects.hpp"

#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace batchstore::sqlite {

namespace {

/// Those of observations are not here, as their entries come in the order of batches.
constexpr const char* late_indexes[] = {
    "batches_by_id",         "batches_by_status",      "batches_by_created_at",   "batches_by_ended_at",
    "batches_by_last_seen",  "batches_by_endpoint",    "batches_by_model",        "batches_by_expires_at",
    "batches_by_input_file", "batches_by_output_file", "batches_by_error_file",   "batches_with_errors",
    "errors_by_code",        "metadata_by_pair",       "request_counts_by_failed"};
constexpr const char* other_indexes[] = {"observations_by_answer", "observations_by_source"};

std::string quoted_names() {
    return fmt::format("'{}', '{}'", fmt::join(late_indexes, "', '"), fmt::join(other_indexes, "', '"));
}

bool has_index(Connection& connection, const std::string& name) {
    return connection.integer(fmt::format(
               "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = '{}'", name)) > 0;
}

void build(Connection& connection, const SchemaObject& index) {
    if (connection.in_transaction()) {
        connection.database().exec(index.sql);
        return;
    }
    Transaction transaction(connection, Transaction::Mode::write);
    // Somebody else who opened the store may have built it by now.
    if (!has_index(connection, index.name)) {
        connection.database().exec(index.sql);
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

void drop_late_indexes(Connection& connection) {
    for (const char* name : late_indexes) {
        connection.database().exec(fmt::format("DROP INDEX IF EXISTS {}", name));
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
