#pragma once

#include "arguments/kept_files.hpp"
#include "output/messages.hpp"

#include <string>
#include <utility>
#include <vector>

/// The folder of a report as CSV: a file for each table, and `report.sha256`, which lists them as sha256sum
/// does. By that list a later report knows what an earlier one left there.
class TableFolder {
public:
    /// A table: the name of its file and what is in it.
    using Tables = std::vector<std::pair<std::string, std::string>>;

    /// @throws UsageError if `path` cannot be such a folder
    TableFolder(std::string path, const KeptFiles& kept);

    /// Writes all tables or, if one of them cannot be, none. With `replace` those that are there are
    /// replaced, and those of an earlier report that this one does not have go, unless somebody changed them:
    /// then `messages` hears of them.
    /// @throws UsageError if a table would be written over what is kept, or is there and is not to be
    /// replaced
    /// @throws batchstore::Error{storage} if they cannot be written
    void write(Tables tables, bool replace, Messages& messages) const;

private:
    std::string path_of(const std::string& name) const;
    void refuse_taken(const Tables& tables, bool replace) const;
    void remove_left(const Tables& left, const Tables& written, Messages& messages) const;

    std::string path_;
    const KeptFiles& kept_;
};
