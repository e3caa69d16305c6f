#include "sqlite/file/check_file.hpp"

#include "repository/checking/checks.hpp"
#include "sqlite/file/check_foreign_keys.hpp"
#include "sqlite/file/check_indexes.hpp"

#include <optional>
#include <sstream>
#include <vector>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

/// What one of SQLite's own checks finds, a line each.
std::vector<std::string> findings(Connection& connection, std::string_view check) {
    Prepared statement(connection.database(), fmt::format("PRAGMA {}({})", check, Problems::most));
    std::vector<std::string> found;
    Run run = statement.run();
    while (run.next()) {
        // Some findings have a heading and several lines.
        std::istringstream lines(run.value<std::string>());
        for (std::string line; std::getline(lines, line);) {
            if (line != "ok" && !line.starts_with("***")) {
                found.push_back("integrity: " + line);
            }
        }
    }
    return found;
}

/// What a check is sure of. A walk over a damaged file may fail, and then it is sure of nothing: SQLite's own
/// checks have words for what it failed at.
template <class Check>
std::optional<bool> surely(const Check& check) {
    try {
        return check();
    } catch (const SQLite::Exception& failure) {
        if (failure.getErrorCode() == SQLITE_INTERRUPT) {
            throw;
        }
        return std::nullopt;
    }
}

/// The check of all that is fast, and where that finds anything, the one that looks every entry of every
/// index up on its own, for its words. @returns whether all is right beyond doubt
bool check_pages_and_rows(Connection& connection, const std::function<void(std::string problem)>& problem) {
    const bool sound = findings(connection, "quick_check").empty();
    const auto indexes = sound ? surely([&] { return indexes_hold(connection); }) : std::nullopt;
    if (indexes.value_or(false)) {
        return true;
    }
    const std::vector<std::string> found = findings(connection, "integrity_check");
    for (const std::string& line : found) {
        problem(line);
    }
    if (found.empty() && !indexes.value_or(sound)) {
        problem("integrity: an index does not hold what its table does");
    }
    return false;
}

}  // namespace

void check_file(Connection& connection, const std::function<void(std::string problem)>& problem) {
    const bool sound = check_pages_and_rows(connection, problem);
    if (sound && surely([&] { return std::optional(foreign_keys_hold(connection)); }).value_or(false)) {
        return;
    }
    Prepared foreign_keys(connection.database(), "PRAGMA foreign_key_check");
    Run rows = foreign_keys.run();
    while (rows.next()) {
        const auto table = rows.value<std::string>();
        const auto row = rows.value<std::optional<std::int64_t>>();
        problem(
            fmt::format("{}: {} belongs to no batch", table, row ? fmt::format("row {}", *row) : "a row"));
    }
}

}  // namespace batchstore::sqlite
