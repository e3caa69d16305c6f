#pragma once

#include "sqlite/file/connection.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace batchstore::sqlite {

/// An index, as it is to be held against its table.
struct IndexPlan {
    std::string name;
    std::int64_t root_page = 0;
    bool unique = false;
    std::size_t key_values = 0;              ///< of its values, which come first
    std::vector<std::size_t> values{};       ///< the places of its values in `TablePlan::values`
    std::optional<std::size_t> condition{};  ///< the place of whether a row is in it; nothing: every row is
};

/// A table that has indexes. That which the rows of a table without row ids lie in is one of them.
struct TablePlan {
    std::string name;  ///< as SQL takes it
    std::int64_t root_page = 0;
    std::string own_index{};  ///< the name of the index that the rows lie in, as SQL takes it; empty: none
    std::vector<std::string> values{};  ///< SQL that tells of a row all that its indexes hold, each once
    std::vector<IndexPlan> indexes{};
};

/// All indexes of a file, SQLite's own for constraints too, by the schema that the file has.
/// @returns nothing if one is of another kind than columns in ascending binary order, with no condition or a
///   plain one
std::optional<std::vector<TablePlan>> index_plans(Connection& connection);

}  // namespace batchstore::sqlite
