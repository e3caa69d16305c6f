#pragma once

#include "output/file_place.hpp"

#include <string>
#include <utility>
#include <vector>

/// Files over which no command writes, whatever it is told and however the path leads there: the store, what
/// SQLite keeps beside it, what the command reads, and every other database.
class KeptFiles {
public:
    explicit KeptFiles(const std::string& store);

    /// What the command reads; `-` is standard input.
    void add_input(const std::string& path);

    /// @param where begins the message: an option and `: `, or nothing
    /// @throws UsageError if a path is no place for an output, or leads to one of them
    void refuse(const std::string& where, const std::string& path) const;
    /// The same, but another database may be replaced: by a copy of the store.
    void refuse_but_databases(const std::string& where, const std::string& path) const;

private:
    void add(const std::string& path, const char* what);

    std::vector<std::pair<FilePlace, const char*>> files_;  ///< and what each is
};
