#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_queries.hpp"
#include "test_seed.hpp"

using namespace batchstore;
using namespace batchstore::testing;

TEST_CASE("a batch ended at the time of its status, else at the latest other end", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const std::vector<std::pair<std::string, std::optional<std::int64_t>>> cases{
        {R"("status":"failed","completed_at":1793000100)", 1793000100},
        {R"("status":"failed","failed_at":5,"completed_at":9)", 5},
        {R"("status":"completed","failed_at":5,"expired_at":9,"cancelled_at":7)", 9},
        {R"("status":"expired","cancelled_at":7)", 7},
        {R"("status":"cancelled","cancelled_at":7,"completed_at":8)", 7},
        {R"("status":"succeeded","completed_at":8,"failed_at":9)", 9},
        {R"("status":"completed","in_progress_at":8,"expires_at":9,"finalizing_at":10)", std::nullopt},
        {R"("status":"in_progress","completed_at":8)", std::nullopt}};
    for (const auto& [members, expected] : cases) {
        CAPTURE(members);
        FreshStore store(backend);
        store->refresh(answer(members), at(1));
        CHECK(ended_at(*store->get("b")) == expected);
        CHECK(store->find({.ended_from = expected.value_or(0)}).batches.size() == (expected ? 1 : 0));
        CHECK(store->find({.ended_from = expected.value_or(0) + 1}).batches.empty());
    }
}

TEST_CASE("the store and the library agree when batches ended", "[contract][property]") {
    const unsigned seed = test_seed();
    CAPTURE(seed);
    RandomQueries make(seed);
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    make.fill(*store.repository, 200);
    std::map<std::int64_t, std::int64_t> ends;
    store->store().each_batch([&](const StoredBatch& batch) {
        if (const auto end = ended_at(batch)) ++ends[*end];
        return true;
    });
    REQUIRE_FALSE(ends.empty());
    for (std::int64_t time = ends.begin()->first - 1; time <= ends.rbegin()->first + 1; ++time) {
        const auto found = ends.find(time);
        CAPTURE(time);
        CHECK(store->count({.ended_from = time, .ended_to = time + 1}) ==
              (found == ends.end() ? 0 : found->second));
    }
}
