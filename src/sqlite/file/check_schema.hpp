#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/file/schema_objects.hpp"

#include <functional>
#include <string>

/// The schema is a part of the proof: a view that somebody replaced shows what no log says, and a trigger
/// changes what is written.
namespace batchstore::sqlite {

/// Holds the tables, indexes, triggers and views of a store against what the migrations make. A newer
/// program's store is not looked at.
/// @param problem takes what is missing, changed, or a trigger that is not ours, a line each
/// @param note takes what else somebody added, and that a large import left indexes out
void check_schema(Connection& connection, const std::function<void(std::string problem)>& problem,
                  const std::function<void(std::string note)>& note);

/// What a rebuild makes anew: our triggers, views and indexes that are missing or were changed.
std::vector<SchemaObject> mendable_objects(Connection& connection);

/// Makes one of them, in place of the one that is there.
void make_anew(Connection& connection, const SchemaObject& object);

/// Wants an open transaction.
/// @param version of the store's schema
/// @param mending lets pass what `mendable_objects` has
/// @throws Error{schema} that names a trigger that no migration up to `version` makes: what it does to what
///   is written nobody knows
void refuse_foreign_triggers(Connection& connection, int version, bool mending);

}  // namespace batchstore::sqlite
