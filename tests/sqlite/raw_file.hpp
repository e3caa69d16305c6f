#pragma once

#include "model/digest.hpp"

#include <batchstore/observation.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

/// Files as any other program sees and changes them.
namespace batchstore::testing {

using Path = std::filesystem::path;

inline std::string read_bytes(const Path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const Path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Overwrites a part of a file.
inline void overwrite(const Path& path, std::streamoff at, const std::string& bytes) {
    std::fstream(path, std::ios::binary | std::ios::in | std::ios::out).seekp(at) << bytes;
}

/// The names in a folder and what is in the files, told by size and digest.
inline std::map<std::string, std::string> contents(const Path& folder) {
    std::map<std::string, std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string bytes = entry.is_regular_file() ? read_bytes(entry.path()) : "";
        found[entry.path().filename().string()] = std::to_string(bytes.size()) + " " + to_hex(sha256(bytes));
    }
    return found;
}

/// Removes what killed processes left of files that they were making. @returns whether there was anything.
inline bool remove_unfinished(const Path& folder) {
    std::vector<Path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(".batchstore-")) found.push_back(entry.path());
    }
    for (const Path& path : found) std::filesystem::remove(path);
    return !found.empty();
}

/// Runs SQL on a file, which is made if it is not there.
inline void run_sql(const Path& path, const std::string& sql) {
    SQLite::Database(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
}

/// Runs a file of tests/fixtures.
inline void run_fixture(const Path& path, const std::string& name) {
    run_sql(path, read_bytes(Path(BATCHSTORE_SOURCE_DIR) / "tests/fixtures" / name));
}

/// The rows that a query gives, their values separated by `|`.
inline std::vector<std::string> rows(SQLite::Database& database, const std::string& query) {
    std::vector<std::string> found;
    SQLite::Statement statement(database, query);
    while (statement.executeStep()) {
        std::string row;
        for (int i = 0; i < statement.getColumnCount(); ++i) {
            row += (i == 0 ? "" : "|") + statement.getColumn(i).getString();
        }
        found.push_back(std::move(row));
    }
    return found;
}

inline std::vector<std::string> rows(const Path& path, const std::string& query) {
    // Not OPEN_READONLY, which would leave files of SQLite's beside it.
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
    return rows(database, query);
}

}  // namespace batchstore::testing
