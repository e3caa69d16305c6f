#include "catch.hpp"
#include "sqlite/file/migration.hpp"

#include <filesystem>
#include <set>
#include <string>

#include <fmt/format.h>

TEST_CASE("every file of migrations/sqlite is embedded, and nothing else") {
    std::set<std::string> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(BATCHSTORE_SOURCE_DIR "/migrations/sqlite")) {
        files.insert(entry.path().filename().string());
    }
    std::set<std::string> embedded;
    for (const auto& migration : batchstore::sqlite::embedded_migrations()) {
        embedded.insert(fmt::format("{:04}_{}.sql", migration.version, migration.name));
    }
    CHECK(embedded == files);
}
