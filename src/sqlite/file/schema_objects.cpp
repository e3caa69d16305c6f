#include "sqlite/file/schema_objects.hpp"

#include <algorithm>
#include <iterator>

namespace batchstore::sqlite {

namespace {

std::vector<SchemaObject> objects_of(const SQLite::Database& database, const std::string& type) {
    Prepared select(database,
                    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
                    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND ?1 IN (type, '') ORDER BY rowid");
    std::vector<SchemaObject> objects;
    Run run = select.run();
    run.bind(type);
    while (run.next()) {
        SchemaObject& object = objects.emplace_back();
        run.read(object.type).read(object.name).read(object.sql);
    }
    return objects;
}

const SchemaObject* find(const std::vector<SchemaObject>& objects, const SchemaObject& wanted) {
    const auto found = std::ranges::find_if(objects, [&](const SchemaObject& object) {
        return object.type == wanted.type && object.name == wanted.name;
    });
    return found == objects.end() ? nullptr : &*found;
}

}  // namespace

std::string quoted_name(const std::string& name) {
    std::string text = "\"";
    for (const char c : name) {
        text += c;
        if (c == '"') {
            text += '"';
        }
    }
    return text + '"';
}

std::vector<SchemaObject> schema_objects(std::span<const Migration> migrations, const std::string& type) {
    SQLite::Database pattern(std::string(memory_location), SQLITE_OPEN_READWRITE);
    for (const Migration& migration : migrations) {
        pattern.exec(std::string(migration.sql));
    }
    return objects_of(pattern, type);
}

std::vector<SchemaObject> missing_objects(Connection& connection, std::span<const Migration> migrations,
                                          const std::string& type) {
    return schema_differences(connection, schema_objects(migrations, type), type).missing;
}

SchemaDifferences schema_differences(Connection& connection, const std::vector<SchemaObject>& should,
                                     const std::string& type) {
    const std::vector<SchemaObject> present = objects_of(connection.database(), type);
    SchemaDifferences differences;
    for (const SchemaObject& object : should) {
        const SchemaObject* found = find(present, object);
        if (found == nullptr) {
            differences.missing.push_back(object);
        } else if (found->sql != object.sql) {
            differences.changed.push_back(object);
        }
    }
    std::ranges::copy_if(present, std::back_inserter(differences.added),
                         [&](const SchemaObject& object) { return find(should, object) == nullptr; });
    return differences;
}

}  // namespace batchstore::sqlite
