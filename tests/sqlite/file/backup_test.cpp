#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/one_file.hpp"
#include "sqlite/sealed_store.hpp"

#include <atomic>
#include <thread>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

struct BackedUp : SealedStore {
    Path copy = folder.path() / "copy.db";

    std::string refused(const BackupOptions& options = {}) const {
        return refusal([&] { backup(file.string(), copy.string(), options); });
    }
    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& [name, content] : contents(folder.path())) {
            found.push_back(name);
        }
        return found;
    }
};

const std::vector<std::string> store_and_copy{"copy.db", "sealed.db"};
const std::vector<std::string> store_alone{"sealed.db"};

}  // namespace

TEST_CASE("a backup is the store as it was, verified, for its owner only") {
    const BackedUp store;
    const auto made = backup(store.file.string(), store.copy.string());
    REQUIRE(made);
    CHECK(made->path == store.copy.string());
    CHECK(made->size_bytes == static_cast<std::int64_t>(std::filesystem::file_size(store.copy)));
    CHECK(made->verification.observations == 4);
    CHECK(made->verification.batches == 3);
    CHECK(made->verification.head == open(store.file.string())->head());
    CHECK(std::filesystem::status(store.copy).permissions() == std::filesystem::perms(0600));
    CHECK(store.names() == store_and_copy);
    CHECK(open(store.copy.string())->get("batch_a") == open(store.file.string())->get("batch_a"));
}

TEST_CASE("a backup has what is still in the write-ahead log, and of a transaction that is open nothing") {
    const BackedUp store;
    const auto repository = open(store.file.string());
    repository->refresh(progress_answer("batch_d", 1));
    const Head head = repository->head();
    repository->transaction([&](BatchRepository& writer) {
        writer.refresh(progress_answer("batch_e", 1));
        backup(store.file.string(), store.copy.string());
    });
    CHECK(open(store.copy.string())->head() == head);
    CHECK(open(store.copy.string())->get("batch_d"));
    CHECK_FALSE(open(store.copy.string())->get("batch_e"));
}

TEST_CASE("a backup of a store that others write meanwhile is of one moment") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "busy.db").string();
    open(file)->refresh(progress_answer("batch_0", 1));
    std::atomic<bool> done = false;
    std::thread writing([&] {
        const auto repository = open(file);
        for (int i = 1; !done; ++i) {
            repository->refresh(answer_with("batch_" + std::to_string(i),
                                            R"("metadata":{"note":")" + std::string(5'000, 'x') + R"("})"));
        }
    });
    for (int i = 0; i < 10; ++i) {
        const std::string copy = file + std::to_string(i);
        const auto made = backup(file, copy);
        CHECK(open(copy)->store().verify({.since = made->verification.head}).problems == none);
    }
    done = true;
    writing.join();
}

TEST_CASE("a backup never overwrites a file unless it is told to") {
    const BackedUp store;
    write_bytes(store.copy, "precious");
    CHECK_THAT(store.refused(), StartsWith("invalid: " + store.copy.string() + ": exists"));
    CHECK(read_bytes(store.copy) == "precious");
    CHECK(store.refused({.replace = true}) == "accepted");
    CHECK(open(store.copy.string())->store().verify().problems == none);
}

TEST_CASE("a backup onto the store itself is refused by whatever name") {
    const BackedUp store;
    std::filesystem::create_symlink(store.file, store.folder.path() / "link.db");
    std::filesystem::create_hard_link(store.file, store.folder.path() / "hard.db");
    std::filesystem::create_directory_symlink(store.folder.path(), store.folder.path() / "folder");
    std::filesystem::create_symlink("sealed.db-wal", store.folder.path() / "wal-link");
    const auto before = contents(store.folder.path());
    for (const char* name : {"sealed.db", "link.db", "hard.db", "folder/sealed.db", "sealed.db-wal",
                             "folder/sealed.db-journal", "wal-link"}) {
        const std::string path = (store.folder.path() / name).string();
        CHECK(refusal([&] { backup(store.file.string(), path, {.replace = true}); }) ==
              "invalid: " + path + ": is the store itself; name another file");
    }
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("a backup is not put beside the write-ahead log of another store") {
    const BackedUp store;
    for (const char* suffix : {"-wal", "-journal"}) {
        const std::string log = store.copy.string() + suffix;
        write_bytes(log, "not ours");
        CHECK_THAT(store.refused({.replace = true}),
                   StartsWith("invalid: " + store.copy.string() + ": the " + suffix +
                              " file beside it belongs to another store"));
        std::filesystem::remove(log);
    }
    CHECK(store.names() == store_alone);
}

TEST_CASE("a store that does not verify is not backed up, and an earlier backup stays") {
    const BackedUp store;
    backup(store.file.string(), store.copy.string());
    const std::string before = read_bytes(store.copy);
    store.tamper("UPDATE batches SET status = 'completed' WHERE id = 'batch_a'");
    CHECK_THAT(store.refused({.replace = true}),
               StartsWith("corrupt: " + store.file.string() +
                          ": does not verify, and was not backed up (batch batch_a: status is"));
    CHECK(read_bytes(store.copy) == before);
    CHECK(store.names() == store_and_copy);
}

TEST_CASE("a backup that is stopped leaves nothing, at whatever step") {
    const BackedUp store;
    const std::string step = GENERATE("", "copy", "verify");
    std::atomic<bool> stop = step.empty();
    std::vector<std::string> steps;
    const BackupOptions options{.on_progress =
                                    [&](const Progress& progress) {
                                        steps.emplace_back(progress.step);
                                        stop = stop || progress.step == step;
                                    },
                                .stop = &stop};
    // So large that it is copied in more than one step.
    open(store.file.string())
        ->refresh(
            answer_with("batch_large", R"("metadata":{"note":")" + std::string(5'000'000, 'x') + R"("})"));
    CHECK_FALSE(backup(store.file.string(), store.copy.string(), options).has_value());
    CHECK(store.names() == store_alone);
}

TEST_CASE("a backup for which the disk has no room leaves nothing, and the store is as it was") {
    const BackedUp store;
    const std::string said = ChildProcess([&] {
                                 limit_files(80'000);
                                 return store.refused();
                             }).result();
    CHECK_THAT(said, StartsWith("storage: " + store.copy.string() + ": "));
    CHECK(store.names() == store_alone);
    CHECK(store.problems() == none);
}

TEST_CASE("a process that is killed during a backup leaves no backup") {
    const BackedUp store;
    const std::string end = ChildProcess([&] {
                                backup(store.file.string(), store.copy.string(),
                                       {.on_progress = [](const Progress&) { std::raise(SIGKILL); }});
                                return "not killed";
                            }).result();
    CHECK(end == "ended with status 9: ");
    CHECK(remove_unfinished(store.folder.path()));
    CHECK_FALSE(std::filesystem::exists(store.copy));
    CHECK(store.refused() == "accepted");
    CHECK(store.names() == store_and_copy);
}

TEST_CASE("a store in memory, one that is not there and a foreign file are not backed up") {
    const BackedUp store;
    CHECK_THAT(refusal([&] { backup(":memory:", store.copy.string()); }), StartsWith("invalid: :memory:"));
    const std::string missing = (store.folder.path() / "missing.db").string();
    CHECK_THAT(refusal([&] { backup(missing, store.copy.string()); }), StartsWith("not_found: " + missing));
    run_sql(missing, "CREATE TABLE quotes(text)");
    CHECK_THAT(refusal([&] { backup(missing, store.copy.string()); }),
               ContainsSubstring("belongs to another program"));
    CHECK_FALSE(std::filesystem::exists(store.copy));
}
