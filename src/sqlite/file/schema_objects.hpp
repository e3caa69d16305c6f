#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/file/migration.hpp"

#include <span>
#include <string>
#include <vector>

namespace batchstore::sqlite {

/// An index or a trigger, and the statement that makes it.
struct SchemaObject {
    std::string name;
    std::string sql;
};

/// Those of one type (`index`, `trigger`) that the schema of these migrations has, in the order of their
/// making.
std::vector<SchemaObject> schema_objects(std::span<const Migration> migrations, const std::string& type);

/// Those of them that a store lacks.
std::vector<SchemaObject> missing_objects(Connection& connection, std::span<const Migration> migrations,
                                          const std::string& type);

}  // namespace batchstore::sqlite
