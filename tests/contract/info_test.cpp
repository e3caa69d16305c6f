#include "catch.hpp"
#include "contract/backends.hpp"

#include <algorithm>

using namespace batchstore;
using namespace batchstore::testing;

TEST_CASE("the facts about an empty store have no times", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const StoreInfo info = store->store().info();
    CHECK(std::ranges::all_of(info.rows, [](const auto& table) { return table.second == 0; }));
    CHECK(info.head.seq == 0);
    CHECK(info.pruned_observations == 0);
    CHECK_FALSE(info.first_seen_at_us);
    CHECK_FALSE(info.last_seen_at_us);
    CHECK_FALSE(info.oldest_created_at);
    CHECK_FALSE(info.newest_created_at);
    CHECK_FALSE(info.last_ended_at);
}

TEST_CASE("the facts about a store span all of its batches", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto refresh = [&](const std::string& id, const std::string& times, std::int64_t observed_at_us) {
        store->refresh(R"({"object":"batch","endpoint":"/v1/e","id":")" + id + R"(",)" + times + "}",
                       at(observed_at_us));
    };
    refresh("ended", R"("status":"failed","created_at":300,"failed_at":400)", 7);
    refresh("ended_before", R"("status":"completed","created_at":100,"completed_at":390)", 9);
    refresh("newest", R"("status":"in_progress","created_at":500)", 5);
    refresh("without_times", R"("status":"validating")", 6);
    const StoreInfo info = store->store().info();
    CHECK(info.rows.front() == std::pair<std::string, std::int64_t>{"batches", 4});
    CHECK(info.rows.back() == std::pair<std::string, std::int64_t>{"observations", 4});
    CHECK(info.first_seen_at_us == 5);
    CHECK(info.last_seen_at_us == 9);
    CHECK(info.oldest_created_at == 100);
    CHECK(info.newest_created_at == 500);
    CHECK(info.last_ended_at == 400);
}
