#include "catch.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sealed_store.hpp"

#include <atomic>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// A store whose states someone changes, and what they were.
struct DamagedStore : SealedStore {
    std::string copy = file.string() + ".before-rebuild";
    std::vector<std::string> states = state_rows();
    std::vector<std::string> schema = schema_rows();

    std::vector<std::string> state_rows() const {
        std::vector<std::string> found;
        for (const std::string table : {"batches", "errors", "request_counts", "metadata", "token_usage"}) {
            const auto more = rows(file, "SELECT '" + table + "', * FROM " + table + " ORDER BY 2, 3");
            found.insert(found.end(), more.begin(), more.end());
        }
        const auto links = rows(file, "SELECT seq, batch_key, hex(answer_digest) FROM observations");
        found.insert(found.end(), links.begin(), links.end());
        return found;
    }
    std::vector<std::string> schema_rows() const {
        return rows(file, "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2");
    }
    Rebuilt rebuilt(const RebuildOptions& options = {}) const {
        return rebuild(file.string(), options).value();
    }
    std::string refused(const RebuildOptions& options = {}) const {
        return refusal([&] { rebuild(file.string(), options); });
    }
    bool is_copied() const { return std::filesystem::exists(copy); }
};

}  // namespace

TEST_CASE("whatever was changed in the states, rebuild brings them back") {
    const std::string change = GENERATE(
        "UPDATE batches SET status = 'completed', phase = 'ended' WHERE id = 'batch_a'",
        "UPDATE batches SET extra = '{' WHERE id = 'batch_a'", "UPDATE batches SET extra = '{\"a\":1}'",
        "UPDATE batches SET error_count = 7, metadata_count = 7", "UPDATE batches SET phase = 'none'",
        "UPDATE batches SET fold_rank = 4, fold_digest = x'00', fold_observed_at_us = 9",
        "UPDATE batches SET changed_at_us = changed_at_us + 1",
        "UPDATE batches SET revision = 9, first_seen_at_us = 1, last_seen_at_us = 1, sightings = 0",
        "UPDATE batches SET id = 'batch_b!' WHERE id = 'batch_b'", "DELETE FROM metadata",
        "DELETE FROM errors", "UPDATE errors SET position = 5 WHERE position = 1",
        "DELETE FROM request_counts; DELETE FROM token_usage",
        "INSERT INTO metadata SELECT batch_key, 'added', 'x' FROM batches",
        "INSERT INTO request_counts VALUES(99, 1, 1, 1); INSERT INTO errors VALUES(98, 0, 'a', 'b', 'c', 1)",
        "DELETE FROM batches", "DELETE FROM batches WHERE id = 'batch_b'",
        "INSERT INTO batches SELECT 9, 'batch_d', phase, endpoint, model, input_file_id, completion_window, "
        "status, "
        "output_file_id, error_file_id, created_at, in_progress_at, expires_at, finalizing_at, completed_at, "
        "failed_at, expired_at, cancelling_at, cancelled_at, extra, error_count, metadata_count, revision, "
        "first_seen_at_us, last_seen_at_us, sightings, last_answered_at_us, absent_since_us, changed_at_us, "
        "fold_epoch, "
        "fold_rank, fold_lifecycle_at, fold_finished, "
        "fold_observed_at_us, fold_digest FROM batches WHERE id = 'batch_c'");
    const DamagedStore store;
    store.tamper(change);
    INFO(change);
    REQUIRE(store.problems() != none);
    const Rebuilt done = store.rebuilt();
    CHECK(done.verification.ok());
    CHECK(store.problems() == none);
    CHECK(store.state_rows() == store.states);
    CHECK(store.schema_rows() == store.schema);
    CHECK(done.backup == store.copy);
}

TEST_CASE("whatever was changed in the links between log and batches, rebuild brings them back") {
    const std::string change = GENERATE(
        "UPDATE observations SET batch_key = (SELECT batch_key FROM batches WHERE id = 'batch_c') WHERE seq "
        "= 2",
        "UPDATE observations SET batch_key = 99 WHERE seq = 2", "UPDATE observations SET batch_key = NULL",
        "UPDATE observations SET batch_key = 4 - batch_key",
        "UPDATE observations SET answer_digest = zeroblob(32)",
        "DROP INDEX batches_by_id; UPDATE batches SET id = 'batch_a'",
        "UPDATE batches SET batch_key = batch_key + 10; UPDATE observations SET batch_key = 4 - batch_key",
        "DROP INDEX batches_by_status", "DROP INDEX observations_by_answer; DROP INDEX batches_by_id",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '(endpoint,', "
        "'(completion_window,') "
        "WHERE name = 'batches_by_endpoint'");
    const DamagedStore store;
    store.tamper(change);
    INFO(change);
    const Rebuilt done = store.rebuilt();
    CHECK(done.indexes | (done.entries > 0));
    CHECK(store.problems() == none);
    CHECK(store.schema_rows() == store.schema);
    CHECK(open(store.file.string())->get("batch_b")->errors.size() == 2);
    CHECK(open(store.file.string())->history("batch_a").size() == 2);
}

TEST_CASE("a rebuild says what was wrong") {
    const DamagedStore store;
    store.tamper(
        "UPDATE batches SET status = 'completed' WHERE id = 'batch_a'; DELETE FROM batches WHERE id = "
        "'batch_b';"
        "UPDATE batches SET id = 'batch_x' WHERE id = 'batch_c'; INSERT INTO token_usage(batch_key) "
        "VALUES(99);"
        "UPDATE observations SET answer_digest = x'00' WHERE seq = 3");
    const Rebuilt done = store.rebuilt();
    CHECK(done.mended == 2);
    CHECK(done.added == 1);
    CHECK(done.removed == 0);
    CHECK(done.orphans == 1);
    CHECK(done.entries == 1);
    CHECK(done.verification.batches == 3);
}

TEST_CASE("a rebuild keeps what the log cannot know") {
    const DamagedStore store;
    open(store.file.string())->refresh(progress_answer("batch_a", 2), {.observed_at_us = 9000});
    store.tamper("UPDATE batches SET status = 'completed', revision = 9 WHERE id = 'batch_a'");
    store.rebuilt();
    const auto batch = open(store.file.string())->get("batch_a").value();
    CHECK(batch.sightings == 3);
    CHECK(batch.last_seen_at_us == 9000);
    CHECK(batch.revision == 2);
}

TEST_CASE("a store in which nothing is wrong is not rebuilt, nor copied") {
    const DamagedStore store;
    const auto before = contents(store.folder.path());
    const Rebuilt done = store.rebuilt();
    CHECK_FALSE(done.changed());
    CHECK(done.verification.ok());
    CHECK(done.verification.observations == 4);
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("the copy is the store as it was, and the next one has another name") {
    const DamagedStore store;
    store.tamper("DELETE FROM metadata");
    const Problems problems = store.problems();
    store.rebuilt();
    CHECK(open(store.copy, {.access = Access::read})->store().verify().problems == problems);
    CHECK(std::filesystem::status(store.copy).permissions() == std::filesystem::perms(0600));
    store.tamper("DELETE FROM metadata");
    CHECK(store.rebuilt().backup == store.copy + "-2");
}

TEST_CASE("states are not rebuilt from a log that was changed") {
    const std::string change = GENERATE("UPDATE observations SET source = 'x' WHERE seq = 2",
                                        "DELETE FROM observations WHERE seq = 2",
                                        "UPDATE observations SET body = replace(body, '12900', '12901')");
    const DamagedStore store;
    store.tamper(change + "; DELETE FROM metadata");
    const std::string before = read_bytes(store.file);
    CHECK_THAT(store.refused(),
               StartsWith("corrupt: " + store.file.string() + ": the log itself does not verify"));
    CHECK(read_bytes(store.file) == before);
    CHECK_FALSE(store.is_copied());
}

TEST_CASE("states are not rebuilt from a log whose verdicts do not follow") {
    const SealedStore honest;
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "lies.db").string();
    Digest before{};
    open(honest.file.string())->store().each_observation([&](Observation entry) {
        entry.verdict = Verdict::inserted;
        entry.digest = before = chain_digest(before, entry_digest(entry, sha256(entry.body)));
        open(file)->store().restore(entry, Answer::read(entry.body));
        return true;
    });
    run_sql(file, "DELETE FROM metadata");
    CHECK_THAT(refusal([&] { rebuild(file); }),
               StartsWith("corrupt: " + file + ": the log itself does not verify") &&
                   ContainsSubstring("entry 3: its verdict is inserted"));
}

TEST_CASE("states are not rebuilt from a log that lost its end, if its head is known") {
    const DamagedStore store;
    const Head head = open(store.file.string())->head();
    store.tamper("DELETE FROM observations WHERE seq = 4");
    CHECK_THAT(store.refused({.since = head}), ContainsSubstring("the log ends at entry 3, before the head"));
    CHECK(store.rebuilt().removed == 1);
}

TEST_CASE("a rebuild that is stopped changes nothing") {
    const DamagedStore store;
    store.tamper("DELETE FROM metadata");
    const auto before = contents(store.folder.path());
    const std::atomic<bool> stop = true;
    CHECK_FALSE(rebuild(store.file.string(), {.stop = &stop}).has_value());
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("a process that is killed during a rebuild leaves the store as it was") {
    const DamagedStore store;
    store.tamper("DELETE FROM batches");
    const Problems problems = store.problems();
    const std::string end = ChildProcess([&] {
                                store.rebuilt({.on_progress = [](const Progress& progress) {
                                    if (progress.step == "verify") {
                                        std::raise(SIGKILL);
                                    }
                                }});
                                return "not killed";
                            }).result();
    CHECK(end == "ended with status 9: ");
    CHECK(store.problems() == problems);
    store.rebuilt();
    CHECK(store.state_rows() == store.states);
}

TEST_CASE("a rebuild for which the disk has no room changes nothing") {
    const DamagedStore store;
    store.tamper("DELETE FROM batches");
    const Problems problems = store.problems();
    const std::string said = ChildProcess([&] {
                                 limit_files(80'000);
                                 return store.refused();
                             }).result();
    CHECK_THAT(said, StartsWith("storage: "));
    CHECK(store.problems() == problems);
    CHECK_FALSE(store.is_copied());
}

TEST_CASE("rebuild builds an index that is missing, though all else is right") {
    const DamagedStore store;
    run_sql(store.file, "DROP INDEX batches_by_model");
    CHECK(store.rebuilt().indexes);
    CHECK(store.schema_rows() == store.schema);
}

TEST_CASE("a file that is damaged beyond its indexes is not called rebuilt") {
    const DamagedStore store;
    store.tamper("DELETE FROM metadata");
    overwrite(store.file, 32, std::string("\0\0\0\3\0\0\0\2", 8));  // pages that the freelist has not
    CHECK_THAT(store.refused(), StartsWith("corrupt: " + store.file.string()));
    CHECK_FALSE(store.is_copied());
}
