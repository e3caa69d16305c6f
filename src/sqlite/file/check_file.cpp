#include "sqlite/file/check_file.hpp"

#include "repository/checking/checks.hpp"

#include <sstream>

#include <fmt/format.h>

namespace batchstore::sqlite {

void check_file(Connection& connection, const std::function<void(std::string problem)>& problem) {
    Prepared integrity(connection.database(), fmt::format("PRAGMA integrity_check({})", Problems::most));
    Run run = integrity.run();
    while (run.next()) {
        // Some findings have a heading and several lines.
        std::istringstream lines(run.value<std::string>());
        for (std::string line; std::getline(lines, line);) {
            if (line != "ok" && !line.starts_with("***")) {
                problem("integrity: " + line);
            }
        }
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
