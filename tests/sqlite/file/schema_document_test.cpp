#include "catch.hpp"
#include "sqlite/file/migrate.hpp"
#include "sqlite/one_file.hpp"

#include <cctype>
#include <map>
#include <set>
#include <sstream>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using Names = std::set<std::string>;

/// The names in backquotes in the first cell of a row of a Markdown table.
Names names_in_row(const std::string& line) {
    Names names;
    if (!line.starts_with("| `")) return names;
    const std::string cell = line.substr(0, line.find('|', 1));
    for (std::size_t begin = cell.find('`'); begin != std::string::npos; begin = cell.find('`', begin)) {
        const std::size_t end = cell.find('`', begin + 1);
        names.insert(cell.substr(begin + 1, end - begin - 1));
        begin = end + 1;
    }
    return names;
}

std::string page() {
    return read_bytes(Path(BATCHSTORE_SOURCE_DIR) / "docs/schema.md");
}

/// What docs/schema.md names in the tables below each heading; a heading in backquotes is without them.
std::map<std::string, Names> described() {
    std::map<std::string, Names> sections;
    std::istringstream lines(page());
    std::string section;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) {
            section = line.substr(line.find(' ') + 1);
            std::erase(section, '`');
            sections[section];
        }
        sections[section].merge(names_in_row(line));
    }
    return sections;
}

Names names(const Path& file, const std::string& query) {
    const auto found = rows(file, query);
    return {found.begin(), found.end()};
}

/// The tables and views of a store, SQLite's own aside.
Names tables_of(const Path& file) {
    return names(file, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')");
}

}  // namespace

TEST_CASE("docs/schema.md describes every column of every table and view, and no other") {
    const OneStore store;
    const auto sections = described();
    for (const std::string& table : tables_of(store.file)) {
        INFO(table);
        REQUIRE(sections.contains(table));
        CHECK(sections.at(table) ==
              names(store.file, "SELECT name FROM pragma_table_xinfo('" + table + "')"));
    }
}

TEST_CASE("docs/schema.md describes no table or index that there is not, and every index") {
    const OneStore store;
    auto sections = described();
    CHECK(sections.at("Indexes") ==
          names(store.file, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"));
    sections.erase("Indexes");
    Names with_columns;
    for (const auto& [section, columns] : sections) {
        if (!columns.empty()) with_columns.insert(section);
    }
    CHECK(with_columns == tables_of(store.file));
}

TEST_CASE("docs/schema.md names the marks of a file") {
    CHECK_THAT(page(),
               ContainsSubstring(fmt::format("`PRAGMA application_id` is {}", sqlite::application_id)));
    const auto newest = sqlite::embedded_migrations().back().version;
    CHECK_THAT(page(), ContainsSubstring(fmt::format("the version of the schema, now {}.", newest)));
}

TEST_CASE("every table and view that queries ask is told in one line, as in docs/schema.md") {
    const OneStore store;
    Names told;
    for (const auto& [name, meaning] : sql_tables()) {
        told.emplace(name);
        std::string sentence(meaning);
        sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
        CHECK_THAT(page(), ContainsSubstring(fmt::format("### `{}`\n\n{}.\n", name, sentence)));
    }
    CHECK(told == tables_of(store.file));
}
