#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/one_file.hpp"

#include <sys/stat.h>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

const std::string foreign = "belongs to another program; name another file";
const std::string no_database = "file is not a database; it is no SQLite database; name another file";

}  // namespace

TEST_CASE("a file that another program marked is refused and not touched") {
    const OneFile file;
    run_fixture(file.file, "migrations/foreign_application.sql");
    CHECK(file.refusals() == file.just("schema", foreign));
}

TEST_CASE("a file with tables that are not ours is refused and not touched") {
    const OneFile file;
    run_fixture(file.file, "migrations/foreign_tables.sql");
    CHECK(file.refusals() == file.just("schema", foreign));
}

TEST_CASE("a foreign file with a write-ahead log is refused and not touched") {
    const OneFile file;
    run_fixture(file.file, "migrations/foreign_write_ahead_log.sql");
    CHECK(file.refusals() == file.just("schema", foreign));
}

TEST_CASE("the log that another program left behind is not written into its file") {
    const OneFile file;
    run_fixture(file.file, "migrations/foreign_write_ahead_log.sql");
    ChildProcess([&] {
        auto* left_open = new SQLite::Database(file.file.string(), SQLite::OPEN_READWRITE);
        left_open->exec("INSERT INTO recipes VALUES('soup', 'stir')");
        return "ended without closing";
    }).result();
    const std::string before = read_bytes(file.file) + read_bytes(file.file.string() + "-wal");
    for (const Access access : {Access::read, Access::write, Access::create}) {
        CHECK(file.opened(access) == "schema: " + file.file.string() + ": " + foreign);
    }
    CHECK(read_bytes(file.file) + read_bytes(file.file.string() + "-wal") == before);
}

TEST_CASE("a file that is marked as ours but has other tables is refused and not touched") {
    const OneFile file;
    run_fixture(file.file, "migrations/marked_with_other_tables.sql");
    CHECK(file.refusals() ==
          file.just("schema", "is marked as a batch store, but its tables are not; name another file"));
}

TEST_CASE("a store whose migration was applied with another text is refused and not touched") {
    const OneStore store;
    run_fixture(store.file, "migrations/changed_checksum.sql");
    CHECK(store.refusals() ==
          store.just("schema",
                     "migration 1 (create_tables) was applied with another text than this program's; "
                     "use the program that made the file"));
}

TEST_CASE("a store that does not tell how it was made is refused and not touched") {
    const OneStore store;
    run_fixture(store.file, "migrations/missing_migration.sql");
    CHECK(store.refusals() == store.just("schema",
                                         "has schema version 1, but no record of migration 1; "
                                         "restore a backup"));
}

TEST_CASE("a text file is refused and not touched") {
    const OneFile file;
    write_bytes(file.file,
                GENERATE(as<std::string>(), "ab", "id,status\nbatch_a,completed\n", std::string(5000, 'a')));
    CHECK(file.refusals() == file.just("corrupt", no_database));
}

TEST_CASE("a text file of one byte is refused and not touched") {
    const OneFile file;
    write_bytes(file.file, "a");
    CHECK(file.refusals() == file.just("corrupt", "is no SQLite database; name another file"));
}

TEST_CASE("a file of zeros is refused and not touched") {
    const OneFile file;
    write_bytes(file.file, std::string(8192, '\0'));
    CHECK(file.refusals() == file.just("corrupt", no_database));
}

TEST_CASE("a store whose first page is damaged is refused and not touched") {
    const OneStore store;
    overwrite(store.file, 100, std::string(3996, 'Z'));
    CHECK(store.refusals() ==
          store.just("corrupt",
                     "database disk image is malformed; restore a backup, or salvage it with sqlite3's "
                     ".recover"));
}

TEST_CASE("a store whose tables are damaged says so and is not touched") {
    const OneStore store;
    overwrite(store.file, 4096, std::string(std::filesystem::file_size(store.file) - 4096, 'Z'));
    const auto before = contents(store.folder.path());
    CHECK_THAT(refusal([&] { open(store.file.string(), with(Access::read))->get("batch_a"); }),
               StartsWith("corrupt"));
    CHECK_THAT(refusal([&] { open(store.file.string())->refresh(progress_answer("batch_a", 2)); }),
               StartsWith("corrupt"));
    CHECK_THAT(refusal([&] { open(store.file.string())->store().verify(); }), StartsWith("corrupt"));
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("a directory is refused and not touched") {
    const OneFile file;
    std::filesystem::create_directory(file.file);
    CHECK(file.refusals() == file.just("storage", "is a directory; name a file"));
}

TEST_CASE("a pipe is refused and not touched") {
    const OneFile file;
    REQUIRE(::mkfifo(file.file.c_str(), 0600) == 0);
    CHECK(file.refusals() == file.just("storage", "is no regular file; name one"));
}

TEST_CASE("a store from a newer program is refused for writing with both versions named") {
    const OneStore store;
    run_fixture(store.file, "migrations/newer_readable.sql");
    const auto before = contents(store.folder.path());
    for (const Access access : {Access::write, Access::create}) {
        CHECK(store.opened(access) ==
              "schema: " + store.file.string() +
                  ": has schema version 99, and this program knows versions up to 1; use a "
                  "newer batchstore");
    }
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("a store from a newer program whose data is not readable is refused and not touched") {
    const char* fixture = GENERATE("newer_unreadable.sql", "newer_with_other_tables.sql");
    const OneStore store;
    run_fixture(store.file, std::string("migrations/") + fixture);
    const auto before = contents(store.folder.path());
    for (const Access access : {Access::read, Access::write, Access::create}) {
        CHECK_THAT(store.opened(access), ContainsSubstring("schema version 99, and this program knows"));
    }
    CHECK(contents(store.folder.path()) == before);
}
