#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

constexpr auto read_only_folder = static_cast<fs::perms>(0555);
constexpr auto read_only_file = static_cast<fs::perms>(0444);
constexpr auto writable_by_all = static_cast<fs::perms>(0777);

/// A store of one batch whose files and folder have the modes that a test gives them.
struct GuardedStore {
    TemporaryFolder folder;
    Path inside = folder.path() / "folder";
    Path file = inside / "100%25 #1?.db";

    GuardedStore() {
        fs::permissions(folder.path(), static_cast<fs::perms>(0755));
        fs::create_directory(inside);
        open(file.string())->refresh(progress_answer("batch_a", 1));
    }
    GuardedStore(const GuardedStore&) = delete;
    GuardedStore& operator=(const GuardedStore&) = delete;
    ~GuardedStore() { fs::permissions(inside, fs::perms::owner_all); }

    void guard(fs::perms of_folder, fs::perms of_files) const {
        fs::permissions(inside, fs::perms::owner_all);
        for (const auto& entry : fs::directory_iterator(inside)) {
            fs::permissions(entry.path(), of_files);
        }
        fs::permissions(inside, of_folder);
    }
};

/// Whether a process can be started that permissions bind; prints the reason if not.
bool permissions_bind(const GuardedStore& store) {
    const std::string reason = without_privileges([&] {
        return ::access(store.folder.path().c_str(), X_OK) == 0 ? ""
                                                                : "temporary folders are closed to others";
    });
    if (!reason.empty()) {
        WARN("skipped: " << reason);
    }
    return reason.empty();
}

std::string read_all(const Path& file) {
    OpenOptions options;
    options.access = Access::read;
    const auto repository = open(file.string(), options);
    return fmt::format("{} batches, verified: {}", repository->count(), repository->store().verify().ok());
}

std::string try_to_read(const Path& file) {
    return refusal([&] { read_all(file); });
}

std::string try_to_write(const Path& file) {
    return refusal([&] { open(file.string())->refresh(progress_answer("batch_a", 2)); });
}

}  // namespace

TEST_CASE("a store on read-only media is read") {
    const GuardedStore store;
    if (!permissions_bind(store)) return;
    store.guard(read_only_folder, read_only_file);
    const auto before = contents(store.inside);
    CHECK(without_privileges([&] { return read_all(store.file); }) == "1 batches, verified: true");
    CHECK(contents(store.inside) == before);
}

TEST_CASE("a store on read-only media is not opened for writing") {
    const GuardedStore store;
    if (!permissions_bind(store)) return;
    store.guard(read_only_folder, read_only_file);
    const auto before = contents(store.inside);
    CHECK_THAT(without_privileges([&] { return try_to_write(store.file); }),
               StartsWith("storage: " + store.file.string() + ": may not be written"));
    CHECK(contents(store.inside) == before);
}

TEST_CASE("a store in a read-only folder is not opened for writing") {
    const GuardedStore store;
    if (!permissions_bind(store)) return;
    store.guard(read_only_folder, writable_by_all);
    const auto before = contents(store.inside);
    CHECK_THAT(without_privileges([&] { return try_to_write(store.file); }),
               StartsWith("storage: " + store.file.string()));
    CHECK(without_privileges([&] { return read_all(store.file); }) == "1 batches, verified: true");
    CHECK(contents(store.inside) == before);
}

TEST_CASE("a read-only file in a writable folder is read, and not opened for writing") {
    const GuardedStore store;
    if (!permissions_bind(store)) return;
    store.guard(writable_by_all, read_only_file);
    const auto before = contents(store.inside)[store.file.filename().string()];
    CHECK(without_privileges([&] { return read_all(store.file); }) == "1 batches, verified: true");
    CHECK_THAT(without_privileges([&] { return try_to_write(store.file); }),
               StartsWith("storage: " + store.file.string() + ": may not be written"));
    CHECK(contents(store.inside)[store.file.filename().string()] == before);
}

TEST_CASE("a store on read-only media that was not closed says what to do") {
    const GuardedStore store;
    if (!permissions_bind(store)) return;
    ChildProcess([&] {
        open(store.file.string()).release()->refresh(progress_answer("batch_b", 1));
        return "ended without closing";
    }).result();
    fs::remove(store.file.string() + "-shm");
    store.guard(read_only_folder, read_only_file);
    CHECK(without_privileges([&] { return try_to_read(store.file); }) ==
          "storage: " + store.file.string() +
              ": was not closed by its last writer, and cannot be recovered where nothing may be written; "
              "copy it "
              "and its -wal file elsewhere");
}

TEST_CASE("a store that is in use is read where nothing may be written") {
    const GuardedStore store;
    if (!permissions_bind(store)) return;
    const auto writer = open(store.file.string());
    writer->refresh(progress_answer("batch_b", 1));
    store.guard(read_only_folder, read_only_file);
    CHECK(without_privileges([&] { return read_all(store.file); }) == "2 batches, verified: true");
}

TEST_CASE("a store that may not be read is not called missing") {
    const GuardedStore store;
    if (!permissions_bind(store)) return;
    store.guard(fs::perms::none, fs::perms::none);
    CHECK_THAT(without_privileges([&] { return try_to_read(store.file); }),
               StartsWith("storage: " + store.file.string() + ": Permission denied"));
    store.guard(read_only_folder, fs::perms::none);
    CHECK_THAT(without_privileges([&] { return try_to_read(store.file); }),
               StartsWith("storage: " + store.file.string() + ": unable to open"));
}
