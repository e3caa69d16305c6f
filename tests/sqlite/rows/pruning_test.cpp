#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/one_file.hpp"
#include "sqlite/sealed_store.hpp"
#include "text_input.hpp"

#include <atomic>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// A store of 1,001 batches that ended, which are removed in three transactions, and one that runs.
struct LongStore {
    TemporaryFolder folder;
    Path file = folder.path() / "long.db";
    Path archive = folder.path() / "archive.jsonl";
    std::string log;
    std::string states;

    static constexpr std::int64_t ended = 1'001;

    LongStore() {
        const auto repository = open(file.string());
        repository->transaction([](BatchRepository& part) {
            for (int i = 0; i < ended; ++i) {
                part.refresh(answer_with("batch_" + std::to_string(i), R"("status":"failed","failed_at":5)"));
            }
            part.refresh(progress_answer("batch_running", 1));
        });
        log = log_of(*repository);
        states = states_of(*repository);
    }

    PruneOptions options() const {
        return {.ended_before = 10, .archive = archive.string(), .batches_a_transaction = 500};
    }
    /// Prunes until `step` says how far it is.
    Pruned stopped_at(const std::string& step) const {
        std::atomic<bool> stop = false;
        PruneOptions with_stop = options();
        with_stop.on_progress = [&](const Progress& progress) { stop = stop || progress.step == step; };
        with_stop.stop = &stop;
        return prune(*open(file.string()), with_stop);
    }
    std::string killed_at(const std::string& step) const {
        return ChildProcess([&]() -> std::string {
                   PruneOptions deadly = options();
                   deadly.on_progress = [&](const Progress& progress) {
                       if (progress.step == step) std::raise(SIGKILL);
                   };
                   prune(*open(file.string()), deadly);
                   return "not killed";
               })
            .result();
    }
    std::string refused(const PruneOptions& asked) const {
        return refusal([&] { prune(*open(file.string()), asked); });
    }
    /// The log as it was, the states as they were, and nothing beside the file.
    void check_untouched() const {
        CHECK(log_of(*open(file.string())) == log);
        std::vector<std::string> names;
        for (const auto& [name, content] : contents(folder.path())) names.push_back(name);
        CHECK(names == std::vector<std::string>{"long.db"});
    }
    /// Imports the archive; everything is there again then.
    void check_restorable() const {
        const auto repository = open(file.string());
        std::vector<std::unique_ptr<Input>> inputs;
        inputs.push_back(open_input(archive.string()));
        import_records(*repository, inputs);
        CHECK(states_of(*repository) == states);
        CHECK(repository->store().verify().problems == none);
    }
};

}  // namespace

TEST_CASE("the archive is what the log had, for its owner only") {
    const LongStore store;
    const Pruned receipt = prune(*open(store.file.string()), store.options());
    REQUIRE(receipt.archive);
    const std::string bytes = read_bytes(store.archive);
    CHECK(store.log.starts_with(bytes));
    CHECK(receipt.archive->path == store.archive.string());
    CHECK(receipt.archive->size_bytes == static_cast<std::int64_t>(bytes.size()));
    CHECK(receipt.archive->sha256 == sha256(bytes));
    CHECK(std::filesystem::status(store.archive).permissions() == std::filesystem::perms(0600));
}

TEST_CASE("an archive whose name ends in .gz is compressed") {
    const LongStore store;
    PruneOptions options = store.options();
    options.archive += ".gz";
    const Pruned receipt = prune(*open(store.file.string()), options);
    CHECK(read_bytes(options.archive).starts_with("\x1f\x8b"));
    CHECK(receipt.archive->size_bytes < receipt.answer_bytes / 2);
}

TEST_CASE("pruning much gives room back, and never only when told so") {
    const LongStore store;
    const Compact when = GENERATE(Compact::when_worthwhile, Compact::always, Compact::never);
    PruneOptions options = store.options();
    options.compact = when;
    const Pruned receipt = prune(*open(store.file.string()), options);
    CHECK(receipt.compacted == (when != Compact::never));
    CHECK((receipt.size_bytes < receipt.size_before_bytes / 2) == receipt.compacted);
    CHECK(receipt.size_bytes == open(store.file.string())->store().info().size_bytes);
}

TEST_CASE("pruning little gives room back only when told so") {
    const LongStore store;
    const Compact when = GENERATE(Compact::when_worthwhile, Compact::always);
    const Pruned receipt =
        prune(*open(store.file.string()),
              {.ended_before = 10, .query = {.id = {"batch_1", "batch_2"}}, .compact = when});
    CHECK(receipt.batches == 2);
    CHECK(receipt.compacted == (when == Compact::always));
}

TEST_CASE("room that cannot be given back is told, and what was pruned is pruned") {
    const LongStore store;
    const auto writer = std::make_unique<SQLite::Database>(store.file.string(), SQLite::OPEN_READWRITE);
    PruneOptions options = store.options();
    options.on_progress = [&](const Progress& progress) {
        if (progress.step == "remove" && progress.done == progress.total) writer->exec("BEGIN IMMEDIATE");
    };
    OpenOptions impatient;
    impatient.busy_timeout = std::chrono::milliseconds(1);
    const Pruned receipt = prune(*open(store.file.string(), impatient), options);
    CHECK_THAT(receipt.not_compacted, ContainsSubstring("compacting"));
    CHECK_FALSE(receipt.compacted);
    CHECK(receipt.batches == LongStore::ended);
    CHECK(receipt.verified);
}

TEST_CASE("pruning that is stopped before anything is removed changes nothing") {
    const LongStore store;
    const std::string step = GENERATE("verify", "archive");
    const Pruned receipt = store.stopped_at(step);
    CHECK(receipt.stopped);
    CHECK(receipt.batches == 0);
    CHECK_FALSE(receipt.archive);
    CHECK_FALSE(receipt.verified);
    store.check_untouched();
}

TEST_CASE("pruning that is stopped while it removes keeps the archive, and goes on when told again") {
    const LongStore store;
    const Pruned receipt = store.stopped_at("remove");
    CHECK(receipt.stopped);
    CHECK(receipt.batches == 500);
    CHECK(receipt.archive);
    const auto repository = open(store.file.string());
    CHECK(repository->store().verify().problems == none);
    CHECK(prune(*repository, {.ended_before = 10}).batches == LongStore::ended - 500);
    store.check_restorable();
}

TEST_CASE("a process that is killed before anything is removed leaves the store as it was") {
    const LongStore store;
    CHECK(store.killed_at("archive") == "ended with status 9: ");
    CHECK(remove_unfinished(store.folder.path()));
    CHECK(open(store.file.string())->count() == LongStore::ended + 1);
    store.check_untouched();
}

TEST_CASE("a process that is killed while it removes leaves a whole store and the archive") {
    const LongStore store;
    CHECK(store.killed_at("remove") == "ended with status 9: ");
    CHECK(open(store.file.string())->store().verify().pruned == 500);
    store.check_restorable();
}

TEST_CASE("an archive for which the disk has no room prunes nothing") {
    const LongStore store;
    const std::string said = ChildProcess([&] {
                                 limit_files(100'000);
                                 return store.refused(store.options());
                             }).result();
    CHECK_THAT(said, StartsWith("storage: " + store.archive.string() + ": "));
    store.check_untouched();
}

TEST_CASE("an archive that is there, or is the store itself, is refused") {
    const LongStore store;
    PruneOptions options = store.options();
    write_bytes(store.archive, "precious");
    CHECK_THAT(store.refused(options), StartsWith("invalid: " + store.archive.string() + ": exists"));
    CHECK(read_bytes(store.archive) == "precious");
    std::filesystem::remove(store.archive);
    for (const char* suffix : {"", "-wal", "-journal"}) {
        options.archive = store.file.string() + suffix;
        CHECK(store.refused(options) ==
              "invalid: " + options.archive + ": is the store itself; name another file");
    }
    store.check_untouched();
}

TEST_CASE("a store that does not verify is not pruned") {
    const SealedStore store;
    open(store.file.string())->refresh(failed_answer("batch_d"));
    store.tamper("UPDATE observations SET source = 'nobody' WHERE seq = 1");
    const std::string said = refusal([&] { prune(*open(store.file.string()), {.ended_before = INT32_MAX}); });
    CHECK_THAT(said, StartsWith("corrupt: " + store.file.string() +
                                ": does not verify, and nothing was pruned (entry 1: was changed"));
    CHECK(store.verification().pruned == 0);
}

TEST_CASE("a dry run passes over a state that no entry of the log is about") {
    const SealedStore store;
    store.tamper("DELETE FROM observations WHERE batch_key = 2");
    const auto repository = open(store.file.string(), with(Access::read));
    const Pruned receipt = prune(*repository, {.ended_before = INT32_MAX, .dry_run = true});
    CHECK(receipt.batches == 0);
}
