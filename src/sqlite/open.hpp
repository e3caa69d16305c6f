#pragma once

#include "sqlite/file/migrate.hpp"
#include "sqlite/session.hpp"

#include <memory>
#include <string>

namespace batchstore::sqlite {

/// What a file is, if it may be opened so. @throws Error{schema} if it may not
/// @param mending what was changed of the schema is about to be made anew
Schema judge(Connection& connection, Access access, bool mending = false);

/// Opens a session whose file is, or is made, a store of the current schema.
/// @param backup takes the path of the copy that a migration made
std::unique_ptr<Session> open_session(const std::string& location, const OpenOptions& options,
                                      std::string* backup = nullptr);

}  // namespace batchstore::sqlite
