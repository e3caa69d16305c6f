#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/file/migration.hpp"

#include <span>
#include <string>
#include <vector>

namespace batchstore::sqlite {

/// A table, an index, a trigger or a view, and the statement that makes it.
struct SchemaObject {
    std::string type;
    std::string name;
    std::string sql;

    bool operator==(const SchemaObject&) const = default;
};

/// How the schema of a store differs from another.
struct SchemaDifferences {
    std::vector<SchemaObject> missing{};  ///< as they should be, in the order of their making
    std::vector<SchemaObject> changed{};  ///< the same
    std::vector<SchemaObject> added{};
};

/// A name as SQL takes it.
std::string quoted_name(const std::string& name);

/// What the schema of these migrations has of one type (`index`, `trigger`), or of all, in the order of their
/// making.
std::vector<SchemaObject> schema_objects(std::span<const Migration> migrations, const std::string& type = "");

/// Those of one type that a store lacks.
std::vector<SchemaObject> missing_objects(Connection& connection, std::span<const Migration> migrations,
                                          const std::string& type);

/// Holds what a store has of one type, or of all, against what it should have. SQLite's own tables do not
/// count.
SchemaDifferences schema_differences(Connection& connection, const std::vector<SchemaObject>& should,
                                     const std::string& type = "");

}  // namespace batchstore::sqlite
