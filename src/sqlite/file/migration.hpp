#pragma once

#include <span>
#include <string_view>

namespace batchstore::sqlite {

/// One forward step of the schema.
struct Migration {
    int version;            ///< 1, 2, 3 …
    std::string_view name;  ///< what it does: `create_tables`
    std::string_view sql;
};

/// The steps of migrations/sqlite/, in order, as they were when the program was built.
std::span<const Migration> embedded_migrations();

}  // namespace batchstore::sqlite
