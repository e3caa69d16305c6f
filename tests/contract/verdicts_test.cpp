#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_observations.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "test_seed.hpp"

#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Problems = std::vector<std::string>;

/// Four entries: inserted, updated, unchanged, stale.
std::vector<Observation> honest_log() {
    const FreshStore store;
    store->refresh(answer(R"("status":"validating")"), at(1000));
    store->refresh(completed_answer(), at(2000));
    store->refresh(answer(R"("status":"completed")"), at(3000));
    store->refresh(answer(R"("status":"in_progress")"), at(4000));
    return store->observations("b");
}

/// Gives a log other verdicts, and the digests that then follow.
std::vector<Observation> with_verdicts(std::vector<Observation> log, Verdict verdict) {
    Digest before{};
    for (Observation& entry : log) {
        entry.verdict = verdict;
        entry.digest = before = chain_digest(before, entry_digest(entry, sha256(entry.body)));
    }
    return log;
}

/// What `verify` says of a store that a log was restored into.
Verification verified(Backend backend, const std::vector<Observation>& log) {
    const FreshStore store(backend);
    restore_all(*store.repository, log);
    CHECK(store->head() == Head{log.back().seq, log.back().digest});
    return store->store().verify();
}

}  // namespace

TEST_CASE("a restored log in which every verdict says inserted does not verify", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Verification found = verified(backend, with_verdicts(honest_log(), Verdict::inserted));
    CHECK(found.problems ==
          Problems{"entry 2: its verdict is inserted, the entries before it make it updated",
                   "entry 3: its verdict is inserted, the entries before it make it unchanged",
                   "entry 4: its verdict is inserted, the entries before it make it stale"});
    CHECK_FALSE(found.log_is_sound);
}

TEST_CASE("a first entry whose verdict is not inserted does not verify", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Verification found = verified(backend, with_verdicts(honest_log(), Verdict::stale));
    REQUIRE(found.problems.size() == 3);
    CHECK(found.problems[0] == "entry 1: its verdict is stale, the entries before it make it inserted");
}

TEST_CASE("a log that is restored as it was recorded verifies", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    CHECK(verified(backend, honest_log()).problems == Problems());
}

TEST_CASE("the verdicts of a log verify in whatever order it was heard", "[contract][property]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 8; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        auto observations = observations_of_both_precedences(make, 60);
        const FreshStore store(backend);
        tell(*store.repository, observations);
        note_some(make, *store.repository, 20);
        tell(*store.repository, observations_of(make, 20, true));
        CHECK(store->store().verify().problems == Problems());
    }
}
