#include "sqlite/file/schema_objects.hpp"

#include <algorithm>

namespace batchstore::sqlite {

namespace {

std::vector<SchemaObject> objects_of(const SQLite::Database& database, const std::string& type) {
    Prepared select(database,
                    "SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY rowid");
    std::vector<SchemaObject> objects;
    Run run = select.run();
    run.bind(type);
    while (run.next()) {
        SchemaObject& object = objects.emplace_back();
        run.read(object.name).read(object.sql);
    }
    return objects;
}

}  // namespace

std::vector<SchemaObject> schema_objects(std::span<const Migration> migrations, const std::string& type) {
    SQLite::Database pattern(std::string(memory_location), SQLITE_OPEN_READWRITE);
    for (const Migration& migration : migrations) {
        pattern.exec(std::string(migration.sql));
    }
    return objects_of(pattern, type);
}

std::vector<SchemaObject> missing_objects(Connection& connection, std::span<const Migration> migrations,
                                          const std::string& type) {
    std::vector<SchemaObject> missing = schema_objects(migrations, type);
    for (const SchemaObject& present : objects_of(connection.database(), type)) {
        std::erase_if(missing, [&](const SchemaObject& object) { return object.name == present.name; });
    }
    return missing;
}

}  // namespace batchstore::sqlite
