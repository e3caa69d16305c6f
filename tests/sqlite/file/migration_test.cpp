#include "catch.hpp"
#include "model/digest.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/file/migrate.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "temporary_folder.hpp"

#include <set>
#include <sstream>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using sqlite::Migration;

namespace {

using Steps = std::vector<Migration>;

/// The first schema, and after it a step of our own.
Steps first_schema() {
    return {sqlite::embedded_migrations().front()};
}
Steps two_steps(std::string_view second = "ALTER TABLE batches ADD COLUMN colour TEXT DEFAULT 'red'") {
    return {sqlite::embedded_migrations().front(), {2, "add_colour", second}};
}

/// Applies what is pending, as opening does. @returns the path of the copy.
std::string migrate_to(const Path& file, const Steps& steps, const OpenOptions& options = {}) {
    return sqlite::translating(file.string(), [&] {
        sqlite::Connection connection(file.string(), options);
        connection.use_write_ahead_log(options);
        return sqlite::migrate(connection, steps, options);
    });
}

/// A file of the first schema with one batch in it.
struct OldStore {
    TemporaryFolder folder;
    Path file = folder.path() / "old.db";

    OldStore() {
        migrate_to(file, first_schema());
        run_sql(file,
                "INSERT INTO batches(id, phase, error_count, revision, first_seen_at_us, last_seen_at_us, "
                "sightings, last_answered_at_us, changed_at_us,"
                " fold_epoch, fold_rank, fold_lifecycle_at, fold_finished, fold_observed_at_us, fold_digest)"
                " VALUES('batch_a', 'running', 0, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, x'00')");
    }

    std::vector<std::string> applied() const {
        return rows(file, "SELECT version, name FROM schema_migrations ORDER BY version");
    }
    std::string version() const { return rows(file, "PRAGMA user_version").front(); }
};

std::vector<std::string> names_in(const Path& folder) {
    std::vector<std::string> names;
    for (const auto& [name, content] : contents(folder)) {
        names.push_back(name);
    }
    return names;
}

unsigned mode_of(const Path& file) {
    return static_cast<unsigned>(std::filesystem::status(file).permissions());
}

}  // namespace

TEST_CASE("a new store says which migration made it, and with which text") {
    const TemporaryFolder folder;
    const Path file = folder.path() / "new.db";
    open(file.string());
    const Migration first = sqlite::embedded_migrations().front();
    const auto applied = rows(
        file, "SELECT version, name, checksum, applied_at_us > 0, applied_by <> '' FROM schema_migrations");
    CHECK(applied.front() == fmt::format("1|{}|{}|1|1", first.name, to_hex(sha256(first.sql))));
    CHECK(applied.size() == sqlite::embedded_migrations().size());
    CHECK(rows(file, "PRAGMA user_version").front() == std::to_string(applied.size()));
}

TEST_CASE("an older store is brought to the newest schema with all its data") {
    const OldStore store;
    migrate_to(store.file, two_steps());
    CHECK(store.version() == "2");
    CHECK(store.applied() == std::vector<std::string>{"1|create_tables", "2|add_colour"});
    CHECK(rows(store.file, "SELECT id, revision, colour FROM batches") ==
          std::vector<std::string>{"batch_a|1|red"});
}

TEST_CASE("a store that holds batches is copied beside itself before its schema changes") {
    const OldStore store;
    const std::string copy = migrate_to(store.file, two_steps());
    CHECK(copy == store.file.string() + ".v1-backup");
    CHECK(mode_of(copy) == 0600);
    CHECK(rows(copy, "PRAGMA user_version") == std::vector<std::string>{"1"});
    CHECK(rows(copy, "SELECT id FROM batches") == std::vector<std::string>{"batch_a"});
    CHECK(names_in(store.folder.path()) == std::vector<std::string>{"old.db", "old.db.v1-backup"});
}

TEST_CASE("a migration that copies the store says where to") {
    const OldStore store;
    std::ostringstream log;
    OpenOptions options;
    options.logger =
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log));
    migrate_to(store.file, two_steps(), options);
    CHECK_THAT(log.str(), ContainsSubstring("copied to " + store.file.string() + ".v1-backup"));
    CHECK_THAT(log.str(), ContainsSubstring("applied migration 2 (add_colour)"));
}

TEST_CASE("a store without batches is migrated without a copy") {
    const TemporaryFolder folder;
    const Path file = folder.path() / "empty.db";
    migrate_to(file, first_schema());
    CHECK(migrate_to(file, two_steps()).empty());
    CHECK(rows(file, "PRAGMA user_version") == std::vector<std::string>{"2"});
    CHECK(names_in(folder.path()) == std::vector<std::string>{"empty.db"});
}

TEST_CASE("a copy never overwrites an older one") {
    const OldStore store;
    const Path older = store.file.string() + ".v1-backup";
    write_bytes(older, "the only copy of something else");
    CHECK(migrate_to(store.file, two_steps()) == older.string() + "-2");
    CHECK(read_bytes(older) == "the only copy of something else");
    CHECK(rows(older.string() + "-2", "SELECT id FROM batches") == std::vector<std::string>{"batch_a"});
}

TEST_CASE("a store whose copy cannot be written stays as it was") {
    OldStore store;
    const std::string name(246, 'n');  // so long that a longer one can be of no file
    std::filesystem::rename(store.file, store.folder.path() / name);
    store.file = store.folder.path() / name;
    CHECK_THAT(refusal([&] { migrate_to(store.file, two_steps()); }),
               StartsWith("storage: " + store.file.string() + ".v1-backup: "));
    CHECK(store.version() == "1");
    CHECK(names_in(store.folder.path()) == std::vector<std::string>{name});
}

TEST_CASE("a copy for which the disk has no room is not kept by half") {
    const OldStore store;
    const std::string said = ChildProcess([&] {
                                 limit_files(std::filesystem::file_size(store.file) / 2);
                                 return refusal([&] { migrate_to(store.file, two_steps()); });
                             }).result();
    CHECK_THAT(said, StartsWith("storage: " + store.file.string() + ".v1-backup: "));
    CHECK(store.version() == "1");
    CHECK(names_in(store.folder.path()) == std::vector<std::string>{"old.db"});
}

TEST_CASE("a failing step takes back the steps before it") {
    const OldStore store;
    Steps steps = two_steps();
    steps.push_back(
        {3, "fail_half_way", "CREATE TABLE half(x); INSERT INTO half VALUES(1); SELECT no_such_function();"});
    CHECK_THAT(refusal([&] { migrate_to(store.file, steps); }),
               ContainsSubstring("migration 3 (fail_half_way)"));
    CHECK(store.version() == "1");
    CHECK(store.applied() == std::vector<std::string>{"1|create_tables"});
    CHECK(
        rows(store.file, "SELECT count(*) FROM pragma_table_info('batches') WHERE name = 'colour'").front() ==
        "0");
    CHECK(rows(store.file, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'").front() == "0");
    CHECK(names_in(store.folder.path()) == std::vector<std::string>{"old.db"});
}

TEST_CASE("a migration that failed can be tried again") {
    const OldStore store;
    refusal([&] { migrate_to(store.file, two_steps("SELECT no_such_function()")); });
    migrate_to(store.file, two_steps());
    CHECK(store.version() == "2");
    CHECK(rows(store.file.string() + ".v1-backup", "SELECT id FROM batches").front() == "batch_a");
}

TEST_CASE("a migration is applied once only") {
    const OldStore store;
    migrate_to(store.file, two_steps());
    std::filesystem::remove(store.file.string() + ".v1-backup");
    CHECK(migrate_to(store.file, two_steps()).empty());
    CHECK(store.applied().size() == 2);
    CHECK(names_in(store.folder.path()) == std::vector<std::string>{"old.db"});
}

TEST_CASE("a migration is never undone") {
    const OldStore store;
    migrate_to(store.file, two_steps());
    CHECK_THAT(refusal([&] { migrate_to(store.file, first_schema()); }),
               ContainsSubstring("has schema version 2, and this program knows versions up to 1"));
    CHECK(store.version() == "2");
}

TEST_CASE("a migration that was applied with another text is refused by its name") {
    const OldStore store;
    migrate_to(store.file, two_steps());
    const auto before = contents(store.folder.path());
    CHECK_THAT(refusal([&] { migrate_to(store.file, two_steps("ALTER TABLE batches ADD COLUMN colour")); }),
               ContainsSubstring("schema: " + store.file.string() + ": migration 2 (add_colour)"));
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("processes that migrate one store at once apply each step once") {
    const OldStore store;
    std::vector<ChildProcess> children;
    children.reserve(4);
    for (int i = 0; i < 4; ++i) {
        children.emplace_back([&] { return migrate_to(store.file, two_steps()); });
    }
    std::multiset<std::string> copies;
    for (ChildProcess& child : children) {
        copies.insert(child.result());
    }
    CHECK(copies == std::multiset<std::string>{"", "", "", store.file.string() + ".v1-backup"});
    CHECK(store.applied() == std::vector<std::string>{"1|create_tables", "2|add_colour"});
}

TEST_CASE("the status of an older store says which steps are pending") {
    const OldStore store;
    OpenOptions options;
    options.access = Access::read;
    sqlite::Connection connection(store.file.string(), options);
    const SchemaStatus status = sqlite::status(connection, two_steps());
    CHECK(status.version == 1);
    CHECK(status.newest == 2);
    REQUIRE(status.steps.size() == 2);
    CHECK(status.steps[0].applied_at_us.has_value());
    CHECK(status.steps[1].name == "add_colour");
    CHECK_FALSE(status.steps[1].applied_at_us.has_value());
}

TEST_CASE("an older store is not opened for reading, and not changed") {
    const OldStore store;
    const auto before = contents(store.folder.path());
    OpenOptions options;
    options.access = Access::read;
    CHECK_THAT(
        refusal([&] {
            sqlite::Connection connection(store.file.string(), options);
            sqlite::require(connection, sqlite::inspect(connection, two_steps()), Access::read);
        }),
        ContainsSubstring("has schema version 1, and this program reads version 2; run migrate first"));
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("migrating a current store changes nothing") {
    const TemporaryFolder folder;
    const Path file = folder.path() / "current.db";
    open(file.string());
    const auto before = contents(folder.path());
    const SchemaStatus status = migrate(file.string());
    CHECK(status.version == status.newest);
    CHECK(status.backup.empty());
    CHECK(schema_status(file.string()).version == status.newest);
    CHECK(contents(folder.path()) == before);
}
