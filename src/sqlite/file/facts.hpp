#pragma once

#include "sqlite/file/connection.hpp"

#include <batchstore/store_info.hpp>

namespace batchstore::sqlite {

/// Fills in what is to be said about the file itself: its size, its neighbours, its schema, its settings, who
/// may use it.
void read_file_facts(Connection& connection, StoreInfo& info);

/// Fills in what is to be said about the rows in it.
void read_row_facts(Connection& connection, StoreInfo& info);

}  // namespace batchstore::sqlite
