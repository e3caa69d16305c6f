#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/file/migration.hpp"
#include "sqlite/file/schema_objects.hpp"

#include <atomic>
#include <set>
#include <span>
#include <string>
#include <vector>

/// Indexes that are built after the rows of a large import, because their entries come in random order:
/// building them is two to three times as fast as keeping them.
///
/// A store without them is whole and answers rightly, but slowly. Whatever took them away (a large import, a
/// crash in one, a person), whoever opens the store for writing next builds those that are missing. Those
/// that an import took away are named in a table until then.
namespace batchstore::sqlite {

/// Whether a store of our schema lacks indexes.
bool owes_indexes(Connection& connection);

/// The names of all indexes that the schema of these migrations has and a store lacks.
std::vector<std::string> missing_indexes(Connection& connection, std::span<const Migration> migrations);

/// The table that is there while a large import has left indexes out.
extern const SchemaObject owed_indexes_table;

/// The names of those that a large import left out, and that were not built since.
std::set<std::string> owed_indexes(Connection& connection);

/// Drops the late indexes, and notes that they are owed. Wants an open transaction.
void drop_late_indexes(Connection& connection);

/// Builds what the schema of these migrations has and the store lacks, each index in a transaction of its
/// own, or all in the one that is open. @returns false if `stop` was set before the end.
bool build_owed_indexes(Connection& connection, std::span<const Migration> migrations,
                        const std::atomic<bool>* stop = nullptr);

}  // namespace batchstore::sqlite
