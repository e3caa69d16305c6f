#include "sqlite/file/check_schema.hpp"

#include "sqlite/file/late_indexes.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

const std::string trigger = "trigger";

/// What a schema of today has.
const std::vector<SchemaObject>& own_objects() {
    static const std::vector<SchemaObject> objects = schema_objects(embedded_migrations());
    return objects;
}

std::vector<SchemaObject> own_triggers(int version) {
    if (version < embedded_migrations().back().version) {
        return schema_objects(embedded_migrations().first(static_cast<std::size_t>(version)), trigger);
    }
    std::vector<SchemaObject> triggers = own_objects();
    std::erase_if(triggers, [](const SchemaObject& object) { return object.type != trigger; });
    return triggers;
}

/// Takes what a large import left out, and the table that says so, off the differences.
/// @returns how many indexes there were
std::size_t take_owed_indexes(Connection& connection, SchemaDifferences& found) {
    if (std::erase(found.added, owed_indexes_table) == 0) {
        return 0;
    }
    const std::set<std::string> owed = owed_indexes(connection);
    return std::erase_if(found.missing, [&](const SchemaObject& object) {
        return object.type == "index" && owed.contains(object.name);
    });
}

}  // namespace

void check_schema(Connection& connection, const std::function<void(std::string problem)>& problem,
                  const std::function<void(std::string note)>& note) {
    if (connection.integer("PRAGMA user_version") > embedded_migrations().back().version) {
        return;
    }
    SchemaDifferences found = schema_differences(connection, own_objects());
    if (const std::size_t owed = take_owed_indexes(connection, found); owed > 0) {
        note(
            fmt::format("schema: {} indexes are left out by a large import, which goes on or was cut short; "
                        "who writes next builds what it leaves",
                        owed));
    }
    for (const SchemaObject& object : found.missing) {
        problem(fmt::format("schema: the {} {} is missing", object.type, object.name));
    }
    for (const SchemaObject& object : found.changed) {
        problem(fmt::format("schema: the {} {} was changed", object.type, object.name));
    }
    for (const SchemaObject& object : found.added) {
        if (object.type == trigger) {
            problem(fmt::format("schema: the trigger {} is none of ours; drop it (DROP TRIGGER {})",
                                object.name, quoted_name(object.name)));
        } else {
            note(fmt::format("schema: the {} {} was added by somebody", object.type, object.name));
        }
    }
}

std::vector<SchemaObject> mendable_objects(Connection& connection) {
    SchemaDifferences found = schema_differences(connection, own_objects());
    std::vector<SchemaObject> objects = std::move(found.missing);
    std::ranges::move(found.changed, std::back_inserter(objects));
    std::erase_if(objects, [](const SchemaObject& object) { return object.type == "table"; });
    return objects;
}

void make_anew(Connection& connection, const SchemaObject& object) {
    connection.database().exec(fmt::format("DROP {} IF EXISTS {}", object.type, object.name));
    connection.database().exec(object.sql);
}

void refuse_foreign_triggers(Connection& connection, int version, bool mending) {
    if (version < 1 || version > embedded_migrations().back().version) {
        return;
    }
    const SchemaDifferences found = schema_differences(connection, own_triggers(version), trigger);
    if (!found.added.empty()) {
        const std::string& name = found.added.front().name;
        throw Error(ErrorKind::schema,
                    fmt::format("{}: the trigger {} is none of ours, and may change what is written; drop it "
                                "(DROP TRIGGER {}), and run verify",
                                connection.location(), name, quoted_name(name)));
    }
    if (!found.changed.empty() && !mending) {
        throw Error(ErrorKind::schema,
                    fmt::format("{}: the trigger {} was changed, and may change what is written; run verify "
                                "--rebuild",
                                connection.location(), found.changed.front().name));
    }
}

}  // namespace batchstore::sqlite
