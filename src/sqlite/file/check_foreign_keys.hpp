#pragma once

#include "sqlite/file/connection.hpp"

namespace batchstore::sqlite {

/// Whether it is sure that every foreign key of a file names a row that is there, by one walk over the keys
/// of each table. Wants indexes that hold what their tables do, as the walks are through these. Keys of more
/// than one column, keys of several tables and keys that lie very far apart are left to
/// `PRAGMA foreign_key_check`, and so is what is wrong.
bool foreign_keys_hold(Connection& connection);

}  // namespace batchstore::sqlite
