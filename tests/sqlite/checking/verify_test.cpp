#include "catch.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "sqlite/sealed_store.hpp"

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;
using Catch::Matchers::VectorContains;

namespace {

const std::string changed = "was changed, or an entry before it was (its digest does not follow)";

/// Removes batch_c, whose entry is the 4th: the 5th is the act that says so.
void remove_batch_c(const SealedStore& store) {
    open(store.file.string())->store().remove(std::vector<std::int64_t>{4}, {.source = "auditor"});
}

Observation entry_of(const SealedStore& store, std::int64_t seq) {
    return open(store.file.string())->store().entry(seq).value();
}

/// SQL that empties an entry as pruning does, so that the chain still follows.
std::string emptying(const Observation& entry) {
    return "UPDATE observations SET batch_key = NULL, observed_at_us = NULL, recorded_at_us = NULL, source = "
           "NULL, "
           "precedence = NULL, verdict = NULL, body = NULL, answer_digest = NULL, entry = x'" +
           to_hex(entry_digest(entry, sha256(entry.body))) + "' WHERE seq = " + std::to_string(entry.seq);
}

/// Writes the act at the end of the log anew, with a digest that follows.
void forge_act(const SealedStore& store, const std::string& entries, int observations) {
    Observation act = entry_of(store, 5);
    act.body = R"({"act":"prune","entries":)" + entries + R"(,"batches":1,"observations":)" +
               std::to_string(observations) + R"(,"archive_sha256":null,"reason":"forged"})";
    const Digest before = entry_of(store, 4).digest;
    store.tamper("UPDATE observations SET body = '" + act.body + "', digest = x'" +
                 to_hex(chain_digest(before, entry_digest(act, sha256(act.body)))) + "' WHERE seq = 5");
}

}  // namespace

TEST_CASE("an untouched store verifies") {
    const SealedStore store;
    const Verification found = open(store.file.string())->store().verify();
    CHECK(found.problems == none);
    CHECK(found.observations == 4);
    CHECK(found.batches == 3);
    CHECK(found.head == open(store.file.string())->head());
}

TEST_CASE("verify tells how far it is, up to the end") {
    const SealedStore store;
    std::vector<std::pair<std::int64_t, std::int64_t>> steps;
    open(store.file.string())
        ->store()
        .verify({.since = std::nullopt,
                 .on_progress = [&](auto done, auto total) { steps.emplace_back(done, total); }});
    REQUIRE(!steps.empty());
    CHECK(steps.back().first == steps.back().second);
    CHECK(std::is_sorted(steps.begin(), steps.end()));
}

TEST_CASE("a verification that is stopped says so, and is not ok") {
    const SealedStore store;
    const auto repository = open(store.file.string());
    for (int i = 0; i < 500; ++i) {
        repository->refresh(failed_answer("batch_" + std::to_string(i)));
    }
    const std::atomic<bool> stop = true;
    const Verification found = repository->store().verify({.stop = &stop});
    CHECK(found.stopped);
    CHECK_FALSE(found.ok());
}

TEST_CASE("a log verifies since every head that it had") {
    const SealedStore store;
    CHECK(store.problems(store.middle) == none);
    CHECK(store.problems(open(store.file.string())->head()) == none);
    CHECK(store.problems(Head{}) == none);
}

TEST_CASE("a log does not verify since a head that it never had") {
    const SealedStore store;
    Head other = store.middle;
    other.digest[0] ^= 1;
    CHECK(store.problems(other) ==
          Problems{"entry 2: the log does not pass through the head " + to_string(other)});
    other.seq = 0;
    CHECK(store.problems(other) ==
          Problems{"entry 0: the log does not pass through the head " + to_string(other)});
    other.seq = 5;
    CHECK(store.problems(other) == Problems{"the log ends at entry 4, before the head " + to_string(other)});
}

TEST_CASE("a changed entry of the log is named") {
    const std::string change = GENERATE(
        "body = replace(body, '\"failed_at\":1790812900', '\"failed_at\":1790812901')", "observed_at_us = 1",
        "recorded_at_us = 1", "source = 'poller-2'", "precedence = 'observed'", "verdict = 'updated'",
        "digest = zeroblob(32)", "precedence = 'none'", "verdict = 'none'", "source = NULL",
        "body = body || ' '", "body = ''", "body = body || x'00'", "digest = x'00'");
    INFO(change);
    const Problems problems = problems_after("UPDATE observations SET " + change + " WHERE seq = 2");
    CHECK_THAT(problems, VectorContains("entry 2: " + changed));
}

TEST_CASE("a changed entry is the only one of the log that is named") {
    const SealedStore store;
    store.tamper("UPDATE observations SET source = 'poller-2' WHERE seq = 2");
    CHECK(store.problems() == Problems{"entry 2: " + changed});
}

TEST_CASE("an entry with a word that is none is named, and no other") {
    const Problems problems = problems_after("UPDATE observations SET verdict = 'none' WHERE seq = 2");
    REQUIRE(problems.size() == 2);
    CHECK_THAT(problems[0], StartsWith("entry 2: "));
    CHECK(problems[1] == "entry 2: " + changed);
}

TEST_CASE("an entry that is filed under another batch is named, and the log is sound all the same") {
    const auto [key, filed] = GENERATE(table<const char*, const char*>({
        {"(SELECT batch_key FROM batches WHERE id = 'batch_c')", "but is filed under batch batch_c"},
        {"99", "which has no row"},
        {"NULL", "which has no row"},
    }));
    const SealedStore store;
    store.tamper(std::string("UPDATE observations SET batch_key = ") + key + " WHERE seq = 2");
    const Verification found = store.verification();
    CHECK(found.log_is_sound);
    CHECK_THAT(found.problems, VectorContains(std::string("entry 2: is of batch batch_b, ") + filed));
    CHECK_THAT(found.problems, VectorContains(std::string("batch batch_b: is not in the log")));
}

TEST_CASE("a digest of an answer that is not its own is found") {
    CHECK(problems_after("UPDATE observations SET answer_digest = zeroblob(32) WHERE seq = 2") ==
          Problems{"batch batch_b: a logged answer has another digest than its row says"});
}

TEST_CASE("a deleted entry is found at the one that follows it") {
    const Problems problems = problems_after("DELETE FROM observations WHERE seq = 2");
    CHECK_THAT(problems,
               VectorContains(std::string("entry 3: follows entry 1; entries between them are missing")));
    CHECK_THAT(problems, VectorContains("entry 3: " + changed));
    CHECK_THAT(problems, VectorContains(std::string("batch batch_b: is not in the log")));
}

TEST_CASE("a deleted entry is found when those after it move up") {
    const Problems problems = problems_after(
        "DELETE FROM observations WHERE seq = 2; UPDATE observations SET seq = seq - 1 WHERE seq > 2");
    CHECK_THAT(problems, VectorContains("entry 2: " + changed));
}

TEST_CASE("two entries that changed places are found") {
    const Problems problems = problems_after(
        "UPDATE observations SET seq = -seq WHERE seq IN (2, 3);"
        "UPDATE observations SET seq = 5 + seq WHERE seq < 0");
    CHECK_THAT(problems, VectorContains("entry 2: " + changed));
    CHECK_THAT(problems, VectorContains("entry 3: " + changed));
}

TEST_CASE("a log that lost its end is found by the states and by a head written down earlier") {
    const SealedStore store;
    const Head head = open(store.file.string())->head();
    store.tamper("DELETE FROM observations WHERE seq = 4");
    CHECK(store.problems() == Problems{"batch batch_c: is not in the log"});
    CHECK_THAT(store.problems(head),
               VectorContains("the log ends at entry 3, before the head " + to_string(head)));
}

TEST_CASE("a state that was taken back with the end of its log is found by a head written down earlier") {
    const SealedStore store;
    const Head head = open(store.file.string())->head();
    store.tamper("DELETE FROM observations WHERE seq = 4; DELETE FROM batches WHERE id = 'batch_c'");
    CHECK(store.problems() == none);
    CHECK(store.problems(store.middle) == none);
    CHECK(store.problems(head) == Problems{"the log ends at entry 3, before the head " + to_string(head)});
}

TEST_CASE("an added entry is found") {
    const Problems problems = problems_after(
        "INSERT INTO observations SELECT 5, batch_key, 5000, 5000, source, precedence, verdict, body, "
        "answer_digest, "
        "entry, digest FROM observations WHERE seq = 3");
    CHECK_THAT(problems, VectorContains("entry 5: " + changed));
}

TEST_CASE("a changed entry that passes for a pruned one is found") {
    const SealedStore store;
    const Observation entry = open(store.file.string())->history("batch_b").front().observation;
    const std::string digest = to_hex(entry_digest(entry, sha256(entry.body)));
    store.tamper("UPDATE observations SET source = 'poller-2', entry = x'" + digest + "' WHERE seq = 2");
    CHECK_THAT(store.problems(), VectorContains("entry 2: " + changed));
}

TEST_CASE("an entry that was emptied by hand is found") {
    const SealedStore store;
    store.tamper(emptying(entry_of(store, 4)) + "; DELETE FROM batches WHERE id = 'batch_c'");
    CHECK(store.problems() == Problems{"entry 4: was emptied, and no act behind it says so"});
    CHECK_FALSE(store.verification().log_is_sound);
}

TEST_CASE("an entry that was emptied by hand beside those that an act names is found") {
    const SealedStore store;
    remove_batch_c(store);
    store.tamper(emptying(entry_of(store, 2)) + "; DELETE FROM batches WHERE id = 'batch_b'");
    CHECK_THAT(store.problems(),
               VectorContains(std::string("entry 2: was emptied, and no act behind it says so")));
}

TEST_CASE("an entry that was emptied by hand behind an act is found") {
    const SealedStore store;
    remove_batch_c(store);
    open(store.file.string())->refresh(failed_answer("batch_d"));
    store.tamper(emptying(entry_of(store, 6)) + "; DELETE FROM batches WHERE id = 'batch_d'");
    CHECK_THAT(store.problems(),
               VectorContains(std::string("entry 6: was emptied, and no act behind it says so")));
}

TEST_CASE("an act that was dropped from the end of the log is found") {
    const SealedStore store;
    remove_batch_c(store);
    store.tamper("DELETE FROM observations WHERE seq = 5");
    CHECK(store.problems() == Problems{"entry 4: was emptied, and no act behind it says so"});
}

TEST_CASE("an act that was dropped from between entries is found") {
    const SealedStore store;
    remove_batch_c(store);
    open(store.file.string())->refresh(failed_answer("batch_d"));
    store.tamper("DELETE FROM observations WHERE seq = 5");
    CHECK_THAT(store.problems(), VectorContains("entry 6: " + changed));
    CHECK_THAT(store.problems(),
               VectorContains(std::string("entry 4: was emptied, and no act behind it says so")));
}

TEST_CASE("an act that was emptied by hand is found, and so is what it named") {
    const SealedStore store;
    remove_batch_c(store);
    store.tamper(emptying(entry_of(store, 5)));
    CHECK(store.problems() == Problems{"entries 4 to 5: were emptied, and no act behind them says so"});
}

TEST_CASE("an act that was written anew to name another entry is found, though its digest follows") {
    const SealedStore store;
    remove_batch_c(store);
    forge_act(store, "[[3,3]]", 1);
    CHECK(store.problems() == Problems{"entry 4: was emptied, and no act behind it says so",
                                       "entry 3: is not empty, and an act says that it was pruned"});
}

TEST_CASE("an act that was written anew to name more than was pruned is found, though its digest follows") {
    const SealedStore store;
    remove_batch_c(store);
    forge_act(store, "[[2,4]]", 3);
    CHECK(store.problems() ==
          Problems{"entries 2 to 3: are not empty, and an act says that they were pruned"});
}

TEST_CASE("an act that names what does not lie before it is found, and so is what is empty then") {
    const SealedStore store;
    remove_batch_c(store);
    forge_act(store, "[[4,6]]", 3);
    CHECK(store.problems() ==
          Problems{"entry 5: is an act, but names what are no entries before it, in their order",
                   "entry 4: was emptied, and no act behind it says so"});
}

TEST_CASE("an act that counts other entries than it names is found") {
    const SealedStore store;
    remove_batch_c(store);
    forge_act(store, "[[4,4]]", 2);
    CHECK_THAT(
        store.problems(),
        VectorContains(std::string("entry 5: is an act, but does not name as many entries as it counts")));
}

TEST_CASE("an act that was written anew is found since a head behind it") {
    const SealedStore store;
    remove_batch_c(store);
    const Head head = open(store.file.string())->head();
    forge_act(store, "[[4,4]]", 1);
    CHECK(store.problems() == none);  // nobody can tell without a head
    CHECK_THAT(store.problems(head),
               VectorContains("entry 5: the log does not pass through the head " + to_string(head)));
}

TEST_CASE("an entry that an act names and that is there again is found") {
    const SealedStore store;
    const std::string before = (store.folder.path() / "before.db").string();
    backup(store.file.string(), before);
    remove_batch_c(store);
    store.tamper("ATTACH '" + before +
                 "' AS before; DELETE FROM observations WHERE seq = 4; "
                 "INSERT INTO observations SELECT * FROM before.observations WHERE seq = 4");
    CHECK_THAT(store.problems(),
               VectorContains(std::string("entry 4: is not empty, and an act says that it was pruned")));
}

TEST_CASE("an act that is filed under a batch is found, and rebuild takes it from there") {
    const SealedStore store;
    remove_batch_c(store);
    store.tamper("UPDATE observations SET batch_key = 1 WHERE seq = 5");
    CHECK_THAT(store.problems(),
               VectorContains(std::string("entry 5: is of no batch, but is filed under batch batch_a")));
    CHECK(rebuild(store.file.string()).value().entries == 1);
    CHECK(store.problems() == none);
}

TEST_CASE("an act that was changed is found") {
    const SealedStore store;
    remove_batch_c(store);
    const std::string original = read_bytes(store.file);
    for (const char* change :
         {"source = 'nobody'", "observed_at_us = 1", "recorded_at_us = 1",
          "body = replace(body, '[4,4]', '[3,3]')", "body = '{}'", "verdict = 'stale'"}) {
        write_bytes(store.file, original);
        store.tamper("UPDATE observations SET " + std::string(change) + " WHERE seq = 5");
        INFO(change);
        CHECK_THAT(store.problems(), VectorContains("entry 5: " + changed));
    }
}

TEST_CASE("a deleted batch whose log remains is found") {
    const Problems problems = problems_after("DELETE FROM batches WHERE id = 'batch_b'");
    CHECK_THAT(problems, VectorContains(std::string("entry 2: is of batch batch_b, which has no row")));
    CHECK_THAT(problems, VectorContains(std::string("observations: row 2 belongs to no batch")));
}

TEST_CASE("every problem is one line, and there are at most a hundred") {
    const SealedStore store;
    // The freelist is said to have pages that it has not: SQLite's own check has more than one line about it.
    overwrite(store.file, 32, std::string("\0\0\0\3\0\0\0\2", 8));
    const Problems problems = store.problems();
    REQUIRE(!problems.empty());
    CHECK(problems.size() <= 100);
    for (const std::string& problem : problems) {
        CHECK_THAT(problem, StartsWith("integrity: "));
        CHECK(problem.find('\n') == std::string::npos);
    }
}
