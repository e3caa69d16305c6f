#include "report/oddities/recorded_ahead.hpp"

#include "catch.hpp"
#include "contract/backends.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"

using namespace batchstore;
using namespace batchstore::testing;

namespace {

constexpr std::int64_t hour_us = 3'600'000'000;

/// Records an answer about a batch at the end of a log, as a clock that stood there would.
void record(BatchRepository& store, const std::string& id, std::int64_t recorded_at_us) {
    const Head head = store.head();
    Observation entry{.seq = head.seq + 1,
                      .id = id,
                      .observed_at_us = recorded_at_us,
                      .recorded_at_us = recorded_at_us,
                      .source = "test",
                      .body = R"({"id":")" + id +
                              R"(","object":"batch","endpoint":"e","input_file_id":"f",)" +
                              R"("completion_window":"24h","created_at":1,"status":"in_progress"})"};
    entry.digest = chain_digest(head.digest, entry_digest(entry, sha256(entry.body)));
    store.store().restore(entry, Answer::read(entry.body));
}

/// A log of one entry a batch, `b1`, `b2` …, recorded at these hours.
struct Recorded : FreshStore {
    Recorded(Backend backend, const std::vector<int>& hours) : FreshStore(backend) {
        for (const int hour : hours) {
            record(*repository, "b" + std::to_string(repository->head().seq + 1), hour * hour_us);
        }
    }
    /// The batches whose entry a wrong clock recorded.
    std::vector<std::string> found(const OddityOptions& options = {}) const {
        for (const FoundOddity& oddity : find_oddities(*repository, options).found) {
            if (oddity.name == "clock_went_back") return oddity.examples;
        }
        return {};
    }
};

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("an entry that was recorded more than an hour ahead of a later one is odd", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    CHECK(Recorded(backend, {1, 2, 100, 101, 3, 4}).found() == Ids{"b3", "b4"});
    CHECK(Recorded(backend, {1, 100, 50, 2, 100}).found() == Ids{"b2", "b3"});
    CHECK(Recorded(backend, {100, 5, 6}).found() == Ids{"b1"});
}

TEST_CASE("entries that were recorded at most an hour ahead of a later one are not odd", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    CHECK(Recorded(backend, {5, 4, 5, 100, 101}).found() == Ids());
    CHECK(Recorded(backend, {-5, 0, 5}).found() == Ids());
    CHECK(Recorded(backend, std::vector<int>()).found() == Ids());
}

TEST_CASE("whether an entry was recorded ahead is told by what was known then", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Recorded store(backend, {1, 100, 3, 99});
    CHECK(store.found({.query = {.as_of_head = PastHead{.seq = 2}}}) == Ids());
    CHECK(store.found({.query = {.as_of_head = PastHead{.seq = 3}}}) == Ids{"b2"});
    CHECK(store.found({.query = {.as_of_us = 99 * hour_us}}) == Ids());
    CHECK(store.found({.query = {.as_of_us = 100 * hour_us}}) == Ids{"b2"});
}

TEST_CASE(
    "of a batch that is asked for, the entries of all others tell whether its own were recorded ahead") {
    const Recorded store(Backend::memory, {100, 1});
    CHECK(store.found({.query = {.id = {"b1"}}}) == Ids{"b1"});
    CHECK(store.found({.query = {.id = {"b2"}}}) == Ids());
}
