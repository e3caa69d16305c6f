#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/file/migration.hpp"

#include <batchstore/open.hpp>

#include <span>
#include <string>

namespace batchstore::sqlite {

/// Marks a file as ours ("BtSt"); `file` and the sqlite3 shell show it.
inline constexpr std::int64_t application_id = 0x42745374;

/// What a connection's file is, judged without writing to it.
struct Schema {
    int version = 0;  ///< 0: an empty file
    int newest = 0;   ///< that the program knows

    bool is_current() const { return version == newest; }
};

/// Wants an open transaction, because another process may be at work on the file.
/// @throws Error{schema} if the file is another program's, or an applied migration is not the one we know
///   under its number. A newer version is not refused here.
Schema inspect(Connection& connection, std::span<const Migration> migrations);

/// Lets only a schema pass with which a file can be opened.
/// @throws Error{schema} that names both versions if the file is older and is to be read, or newer and is to
///   be written.
void require(const Connection& connection, const Schema& schema, Access access);

[[noreturn]] void refuse_newer(const Connection& connection, const Schema& schema);

/// Applies what is pending, all or nothing, while other connections wait. A file that holds batches is copied
/// first, to a path that is free. @returns the path of the copy, or nothing.
/// @throws Error{schema} as `inspect`, and if the file is from a newer program.
std::string migrate(Connection& connection, std::span<const Migration> migrations,
                    const OpenOptions& options);

/// The known steps, and which of them were applied.
SchemaStatus status(Connection& connection, std::span<const Migration> migrations);

}  // namespace batchstore::sqlite
