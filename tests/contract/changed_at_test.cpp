#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_observations.hpp"
#include "test_seed.hpp"

#include <batchstore/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::string running(int done) {
    return answer(R"("status":"in_progress","in_progress_at":110,"request_counts":{"total":10,"completed":)" +
                  std::to_string(done) + "}");
}

/// A store that was told of batch `b`.
struct Watched : FreshStore {
    using FreshStore::FreshStore;

    const Watched& tell(std::int64_t time_us, const std::string& text) const {
        (*this)->refresh(text, at(time_us));
        return *this;
    }
    std::int64_t changed(const GetOptions& then = {}) const { return (*this)->get("b", then)->changed_at_us; }
};

/// When the state of a batch came to be what it is, found the plain way: by asking as of every time.
std::int64_t found_by_looking_back(const BatchReader& store, const std::string& id) {
    const auto state_at = [&](std::int64_t time_us) {
        const auto then = store.get(id, {.as_of_us = time_us});
        return then ? to_json_text(*then) : std::string();
    };
    std::vector<std::int64_t> times;
    for (const Observation& entry : store.observations(id)) times.push_back(entry.observed_at_us);
    std::ranges::sort(times);
    const std::string state = state_at(times.back());
    while (times.size() > 1 && state_at(times[times.size() - 2]) == state) times.pop_back();
    return times.back();
}

}  // namespace

TEST_CASE("a batch last changed when an answer changed its state, not when it was last seen", "[contract]") {
    const Watched store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(store.tell(10, running(4)).changed() == 10);
    CHECK(store.tell(20, running(4)).changed() == 10);
    CHECK(store.tell(30, running(5)).changed() == 30);
    CHECK(store.tell(40, running(3)).changed() == 30);  // behind
    store->note_absence("b", not_found_words, absent_at(50));
    CHECK(store.changed() == 30);
    CHECK(store.tell(60, running(5)).changed() == 30);  // known again
    CHECK(store->get("b")->last_seen_at_us == 60);
    CHECK(store->store().verify().problems == std::vector<std::string>());
}

TEST_CASE("a late answer counts at the time at which it was observed", "[contract]") {
    const Watched store(GENERATE(BATCHSTORE_BACKENDS));
    store.tell(10, running(4)).tell(30, running(7));
    CHECK(store.tell(20, running(6)).changed() == 30);
    // Known as early as this, it was not news at 30.
    CHECK(store.tell(15, running(7)).changed() == 15);
    CHECK(store.tell(25, completed_answer()).changed() == 25);
}

TEST_CASE("answers of one moment change the state at that moment together", "[contract]") {
    const Watched store(GENERATE(BATCHSTORE_BACKENDS));
    store.tell(10, answer(R"("status":"in_progress","metadata":{"a":"1"})"));
    store.tell(20, answer(R"("status":"in_progress","in_progress_at":5,"metadata":{"a":"2"})"));
    CHECK(store.changed() == 20);
    store.tell(20, answer(R"("status":"in_progress","in_progress_at":6,"metadata":{"a":"3"})"));
    CHECK(store.changed() == 20);
    CHECK(store->store().verify().problems == std::vector<std::string>());
}

TEST_CASE("what an answer with precedence observed says changes the state if it is another", "[contract]") {
    const Watched store(GENERATE(BATCHSTORE_BACKENDS));
    store.tell(10, completed_answer());
    store->refresh(running(1), at(20, Precedence::observed));
    CHECK(store.changed() == 20);
    store->refresh(running(1), at(30, Precedence::observed));
    CHECK(store.changed() == 20);
}

TEST_CASE("when a batch had last changed is told as of a time and as of a head", "[contract]") {
    const Watched store(GENERATE(BATCHSTORE_BACKENDS));
    store.tell(10, running(4)).tell(30, running(7)).tell(20, running(7));
    CHECK(store.changed() == 20);
    CHECK(store.changed({.as_of_us = 25}) == 20);
    CHECK(store.changed({.as_of_us = 15}) == 10);
    CHECK(store.changed({.as_of_head = PastHead{2}}) == 30);
    CHECK(store.changed({.as_of_head = PastHead{1}}) == 10);
}

TEST_CASE("batches are found by when they last changed, and sorted by it", "[contract]") {
    const Watched store(GENERATE(BATCHSTORE_BACKENDS));
    const auto told = [&](const char* id, const char* status, std::int64_t time_us) {
        store->refresh(R"({"id":")" + std::string(id) + R"(","object":"batch","status":")" + status + "\"}",
                       at(time_us));
    };
    told("moved", "queued", 1'000'000);
    told("stuck", "in_progress", 2'000'000);
    for (const char* id : {"moved", "stuck"}) told(id, "in_progress", 5'000'000);
    const auto found = [&](const Query& query) {
        std::string ids;
        for (const StoredBatch& batch : store->find(query).batches) ids += batch.id + " ";
        return ids;
    };
    CHECK(found({.sort = Sort::changed, .descending = false}) == "stuck moved ");
    CHECK(found({.changed_to_us = 5'000'000}) == "stuck ");
    CHECK(found({.changed_from_us = 5'000'000}) == "moved ");
    CHECK(found({.where = parse_condition("changed < @5", 0)}) == "stuck ");
    CHECK(found({.as_of_us = 4'000'000, .sort = Sort::changed}) == "stuck moved ");
}

TEST_CASE("a batch last changed when looking back says so, in whatever order answers came",
          "[contract][property]") {
    const Backend backend = GENERATE(Backend::maps, Backend::memory);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 20; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        const FreshStore store(backend);
        for (const Seen& seen : observations_of_both_precedences(make, 60)) {
            store->refresh(seen.batch, seen.how);
            const StoredBatch batch = *store->get(seen.batch.id);
            CHECK(batch.changed_at_us == found_by_looking_back(*store.repository, batch.id));
        }
        const FreshStore restored(backend);
        restore_all(*restored.repository, whole_log(*store.repository));
        store->store().each_batch([&](const StoredBatch& batch) {
            CHECK(restored->get(batch.id)->changed_at_us == batch.changed_at_us);
            return true;
        });
        CHECK(store->store().verify().problems == std::vector<std::string>());
    }
}
