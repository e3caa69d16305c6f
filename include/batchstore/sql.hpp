#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A person's own SQL over a store. It only reads: whatever the query says, the store stays as it is, and
/// nothing else is opened or written.
namespace batchstore {

/// The bytes of a blob.
struct SqlBlob {
    std::string_view bytes{};

    bool operator==(const SqlBlob&) const = default;
};

/// One value of a row; the first alternative is NULL. Text is as it lies in the store, and need not be UTF-8.
/// What a view points to is gone with the next row.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string_view, SqlBlob>;

/// What a parameter of a query stands for.
struct SqlParameter {
    /// Of `:team`, `@team` or `$team` it is `team`; of `?3` it is `3`, and a plain `?` has the number after
    /// the greatest so far.
    std::string name{};
    std::variant<std::int64_t, double, std::string> value{};
};

struct SqlOptions {
    /// One for each parameter of the query, and no other.
    std::vector<SqlParameter> parameters{};
    /// Set to true from anywhere (a signal handler too) to end the query.
    const std::atomic<bool>* stop = nullptr;
};

/// Takes the answer to a query.
struct SqlVisitor {
    /// Called once, before the first row, with the names of the columns. Two columns may have one name.
    std::function<void(std::span<const std::string>)> on_columns{};
    /// Called with each row. @returns false if no more are wanted
    std::function<bool(std::span<const SqlValue>)> on_row{};
};

/// Runs one query, in flat memory and as of one moment.
///
/// It is a single statement that reads: SELECT, VALUES, WITH, EXPLAIN, or a PRAGMA that tells about tables
/// and indexes. Comments, and semicolons at the end, may stand around it.
///
/// @param location as `open` takes it; the file is neither created nor migrated
/// @returns false if `stop` ended it
/// @throws Error{invalid} if the query is wrong, would do more than read, or fails on what it reads, and if a
///   parameter is missing or not asked for. The message says where in the query, if that is known.
/// @throws Error as `open` does.
bool run_sql(const std::string& location, const std::string& query, const SqlVisitor& visitor,
             const SqlOptions& options = {});

/// A table or a view that queries ask; docs/schema.md says what is in it.
struct SqlTable {
    std::string_view name{};
    std::string_view meaning{};  ///< in one line
};

/// All of them, the views, which are made for people, first.
std::span<const SqlTable> sql_tables();

}  // namespace batchstore
