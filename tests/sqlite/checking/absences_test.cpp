#include "catch.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sealed_store.hpp"

#include <utility>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;
using Catch::Matchers::VectorContains;

namespace {

/// A sealed store whose server no longer knows batch_a and batch_b; entries 5 and 6.
struct AbsentStore : SealedStore {
    AbsentStore() {
        const auto repository = open(file.string());
        repository->note_absence("batch_a", "not found", {.observed_at_us = 5000, .source = "poller-1"});
        repository->note_absence("batch_b", "gone", {.observed_at_us = 6000});
    }

    std::vector<std::string> batch_rows() const {
        std::vector<std::string> all = rows(file, "SELECT * FROM batches ORDER BY id");
        const auto links = rows(file, "SELECT seq, batch_key, hex(answer_digest) FROM observations");
        all.insert(all.end(), links.begin(), links.end());
        return all;
    }
};

/// Makes an entry follow on what is before it, and tells its digest as SQL has it.
std::string chained(Observation& entry, const Digest& before) {
    entry.digest = chain_digest(before, entry_digest(entry, sha256(entry.body)));
    return "x'" + to_hex(entry.digest) + "'";
}

}  // namespace

TEST_CASE("an untouched store with absences verifies") {
    const AbsentStore store;
    CHECK(store.problems() == none);
    CHECK_FALSE(rebuild(store.file.string())->changed());
}

TEST_CASE("whatever was changed about what is absent is found, and rebuild brings it back") {
    const std::string change = GENERATE(
        "UPDATE batches SET absent_since_us = NULL", "UPDATE batches SET absent_since_us = 5001",
        "UPDATE batches SET absent_since_us = 4000 WHERE id = 'batch_c'",
        "UPDATE batches SET last_answered_at_us = 0", "UPDATE batches SET last_answered_at_us = 9000",
        "UPDATE batches SET sightings = 1 WHERE id = 'batch_b'", "DELETE FROM batches",
        "DELETE FROM batches WHERE id = 'batch_b'", "UPDATE batches SET id = 'batch_x' WHERE id = 'batch_a'",
        "UPDATE batches SET id = id || '!'", "UPDATE observations SET answer_digest = zeroblob(32)",
        "UPDATE observations SET batch_key = 3 WHERE seq IN (1, 3)",
        "UPDATE observations SET batch_key = 4 - batch_key",
        "UPDATE observations SET batch_key = 9 - batch_key; UPDATE batches SET batch_key = batch_key + 20");
    const AbsentStore store;
    const auto before = store.batch_rows();
    store.tamper(change);
    INFO(change);
    CHECK(store.problems() != none);
    CHECK(rebuild(store.file.string())->changed());
    CHECK(store.problems() == none);
    CHECK(open(store.file.string())->get("batch_a")->absent_since_us == 5000);
    CHECK(open(store.file.string())->get("batch_b")->absent_since_us == 6000);
    if (change.find("batch_key") == std::string::npos) CHECK(store.batch_rows() == before);
}

TEST_CASE("an absence whose batch has another id is told by the answer before it") {
    const AbsentStore store;
    store.tamper("UPDATE batches SET id = 'batch_x' WHERE id = 'batch_a'");
    const Verification found = store.verification();
    CHECK(found.log_is_sound);
    CHECK_THAT(found.problems,
               VectorContains(std::string("entry 5: is of batch batch_a, but is filed under batch batch_x")));
}

TEST_CASE("a change of an absence in the log is found") {
    const std::string change =
        GENERATE("body = 'found'", "observed_at_us = 5001", "source = 'x'", "verdict = 'stale'",
                 "batch_key = (SELECT batch_key FROM batches WHERE id = 'batch_c')");
    const AbsentStore store;
    store.tamper("UPDATE observations SET " + change + " WHERE seq = 5");
    INFO(change);
    CHECK_THAT(store.problems(),
               VectorContains(std::string(
                   "entry 5: was changed, or an entry before it was (its digest does not follow)")));
    CHECK_THAT(refusal([&] { rebuild(store.file.string()); }), StartsWith("corrupt: "));
}

TEST_CASE("an answer that passes for an absence does not verify") {
    const SealedStore store;
    const auto repository = open(store.file.string());
    Observation entry = *repository->store().entry(4);
    entry.verdict = Verdict::absent;
    const std::string digest = chained(entry, repository->store().entry(3)->digest);
    store.tamper("UPDATE observations SET verdict = 'absent', answer_digest = NULL, digest = " + digest +
                 " WHERE seq = 4");
    const Verification found = store.verification();
    CHECK_FALSE(found.log_is_sound);
    CHECK_THAT(found.problems,
               VectorContains(std::string("entry 4: its verdict is absent, but it is an answer")));
    CHECK_THAT(refusal([&] { open(":memory:")->store().restore_absence(entry); }), StartsWith("invalid: "));
}

TEST_CASE("an absence that comes before every answer about its batch does not verify") {
    const SealedStore store;
    const auto repository = open(store.file.string());
    repository->note_absence("batch_c", "gone", {.observed_at_us = 5000});
    Observation answer = *repository->store().entry(4);
    Observation absence = *repository->store().entry(5);
    std::swap(answer.seq, absence.seq);
    const std::string first = chained(absence, repository->store().entry(3)->digest);
    const std::string second = chained(answer, absence.digest);
    store.tamper(
        "UPDATE observations SET seq = 6 WHERE seq = 4;"
        "UPDATE observations SET seq = 4, digest = " +
        first +
        " WHERE seq = 5;"
        "UPDATE observations SET seq = 5, digest = " +
        second + " WHERE seq = 6");
    CHECK(store.problems() ==
          Problems{"entry 4: its verdict is absent, but no entry before it is an answer about its batch"});
}
