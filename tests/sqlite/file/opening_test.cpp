#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/one_file.hpp"

#include <sys/stat.h>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;

TEST_CASE("a new store is readable and writable by its owner only") {
    const OneFile store;
    const mode_t mask = ::umask(0);
    const auto repository = open(store.file.string());
    repository->refresh(progress_answer("batch_a", 1));
    ::umask(mask);
    for (const char* suffix : {"", "-wal", "-shm"}) {
        CHECK(static_cast<unsigned>(std::filesystem::status(store.file.string() + suffix).permissions()) ==
              0600);
    }
}

TEST_CASE("a new store is marked as ours and keeps a write-ahead log") {
    const OneStore store;
    CHECK(rows(store.file, "PRAGMA application_id") == std::vector<std::string>{std::to_string(0x42745374)});
    CHECK(rows(store.file, "PRAGMA journal_mode") == std::vector<std::string>{"wal"});
}

TEST_CASE("opening a store and closing it changes nothing and leaves nothing") {
    const OneStore store;
    const auto before = contents(store.folder.path());
    CHECK(before.size() == 1);
    for (const Access access : {Access::read, Access::write, Access::create}) {
        CHECK(open(store.file.string(), with(access))->count() == 1);
    }
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("a store that its writer left without closing it is read with all that was committed") {
    const OneStore store;
    ChildProcess([&] {
        open(store.file.string()).release()->refresh(progress_answer("batch_b", 1));
        return "ended without closing";
    }).result();
    const std::string before = read_bytes(store.file);
    CHECK(open(store.file.string(), with(Access::read))->count() == 2);
    CHECK(read_bytes(store.file) == before);
    CHECK(open(store.file.string())->store().verify().ok());
}

TEST_CASE("an empty file is not read as a store") {
    const OneFile file;
    write_bytes(file.file, "");
    CHECK(file.opened(Access::read) == "schema: " + file.file.string() + ": is empty; import into it first");
    CHECK(std::filesystem::file_size(file.file) == 0);
    CHECK(contents(file.folder.path()).size() == 1);
}

TEST_CASE("an empty file becomes a store when it is opened for writing") {
    const OneFile file;
    write_bytes(file.file, "");
    open(file.file.string(), with(Access::write))->refresh(progress_answer("batch_a", 1));
    CHECK(open(file.file.string())->count() == 1);
}

TEST_CASE("a missing store is made only by an opening that may create it") {
    const OneFile file;
    for (const Access access : {Access::read, Access::write}) {
        CHECK(file.opened(access) ==
              "not_found: " + file.file.string() +
                  ": there is no such store; import into it first, or name another file");
    }
    CHECK(contents(file.folder.path()).empty());
    CHECK(file.opened(Access::create) == "accepted");
    CHECK(std::filesystem::exists(file.file));
}

TEST_CASE("a missing folder is not made for a store") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "missing/it.db").string();
    CHECK_THAT(refusal([&] { open(file); }), StartsWith("storage: " + file + ": cannot be created"));
    CHECK(contents(folder.path()).empty());
}

TEST_CASE("a location is a path, whatever it looks like") {
    const TemporaryFolder folder;
    const std::string name = GENERATE("file:a.db?mode=memory", "100%25 #1?.db", ":memory:.db", "-a.db");
    const std::string result = ChildProcess([&] {
                                   std::filesystem::current_path(folder.path());
                                   open(name)->refresh(progress_answer("batch_a", 1));
                                   return std::to_string(open(name, with(Access::read))->count());
                               }).result();
    CHECK(result == "1");
    CHECK(contents(folder.path()).count(name) == 1);
    CHECK(contents(folder.path()).size() == 1);
}

TEST_CASE("a store from a newer program is read while its data is readable") {
    const OneStore store;
    run_fixture(store.file, "migrations/newer_readable.sql");
    const auto repository = open(store.file.string(), with(Access::read));
    CHECK(repository->get("batch_a")->request_counts->completed == 1);
    CHECK(repository->store().verify().ok());
    CHECK_THAT(refusal([&] { repository->refresh(progress_answer("batch_a", 2)); }), StartsWith("storage"));
}
