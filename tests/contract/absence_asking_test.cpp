#include "catch.hpp"
#include "contract/backends.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;
using namespace std::chrono_literals;

namespace {

using Ids = std::vector<std::string>;

Ids ids_of(const Page& page) {
    Ids ids;
    for (const StoredBatch& batch : page.batches) ids.push_back(batch.id);
    return ids;
}

std::int64_t ago(std::chrono::minutes time) {
    const auto then = std::chrono::system_clock::now() - time;
    return std::chrono::duration_cast<std::chrono::microseconds>(then.time_since_epoch()).count();
}

void see(BatchRepository& repository, const std::string& id, std::int64_t at_us) {
    repository.refresh(Batch{.id = id, .status = Status::in_progress}, at(at_us));
}

void miss(BatchRepository& repository, const std::string& id, std::int64_t at_us) {
    repository.note_absence(id, not_found_words, absent_at(at_us));
}

/// Batches of which one was never absent, one is, and one was.
struct Three : FreshStore {
    explicit Three(Backend backend) : FreshStore(backend) {
        for (const char* id : {"known", "gone", "back"}) see(**this, id, 1000);
        for (const char* id : {"gone", "back"}) miss(**this, id, 2000);
        see(**this, "back", 3000);
    }
    BatchRepository& operator*() const { return *repository; }

    Ids where(const std::string& condition) const {
        return ids_of(
            (*this)->find({.where = parse_condition(condition, 0), .sort = Sort::id, .descending = false}));
    }
};

}  // namespace

TEST_CASE("what is absent can be asked for, and what is not", "[contract]") {
    const Three store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(ids_of(store->find({.absent = true})) == Ids{"gone"});
    CHECK(store->count({.absent = true}) == 1);
    CHECK(store.where("has(absent_since)") == Ids{"gone"});
    CHECK(store.where("not has(absent_since)") == Ids{"back", "known"});
    CHECK(store.where("absent_since < @1") == Ids{"gone"});
    CHECK(store.where("last_answered >= @0.003") == Ids{"back"});
}

TEST_CASE("what was absent at a past time can be asked for", "[contract]") {
    const Three store(GENERATE(BATCHSTORE_BACKENDS));
    const auto absent_then = [&](Query query) {
        query.absent = true;
        query.sort = Sort::id;
        return ids_of(store->find(query));
    };
    CHECK(absent_then({.as_of_us = 2000}) == Ids{"gone", "back"});
    CHECK(absent_then({.as_of_us = 3000}) == Ids{"gone"});
    CHECK(absent_then({.as_of_head = PastHead{4}}) == Ids{"gone"});
    CHECK(absent_then({.as_of_head = PastHead{5}}) == Ids{"gone", "back"});
    CHECK(store->count({.absent = true, .as_of_us = 2500}) == 2);
}

TEST_CASE("what is absent is due after twice the time each time", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    see(*store.repository, "known", ago(60min));
    for (const auto& [id, first, last] : {std::tuple("soon", 20min, 5min), std::tuple("now", 20min, 11min),
                                          std::tuple("once", 5min, 5min), std::tuple("just", 1min, 1min)}) {
        see(*store.repository, id, ago(60min));
        miss(*store.repository, id, ago(first));
        miss(*store.repository, id, ago(last));
    }
    CHECK(ids_of(store->due(2min)) == Ids{"known", "now", "once"});
    CHECK(ids_of(store->due(0min)) == Ids{"known", "now", "once", "just"});
    see(*store.repository, "soon", ago(3min));
    CHECK(ids_of(store->due(2min)) == Ids{"known", "now", "once", "soon"});
}

TEST_CASE("what is past its deadline is due behind what is not, the freshest deadline first", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const std::int64_t now_seconds = ago(0min) / 1'000'000;
    const auto expiring = [&](const char* id, std::chrono::minutes expired, std::chrono::minutes seen) {
        const std::int64_t expires_at = now_seconds - std::chrono::seconds(expired).count();
        store->refresh(R"({"id":")" + std::string(id) + R"(","object":"batch","status":"in_progress",)" +
                           R"("expires_at":)" + std::to_string(expires_at) + "}",
                       at(ago(seen)));
    };
    expiring("lost", 9000min, 90min);
    expiring("just late", 5min, 30min);
    expiring("in time", -60min, 10min);
    see(*store.repository, "no deadline", ago(20min));
    const Ids all{"no deadline", "in time", "just late", "lost"};
    CHECK(ids_of(store->due(5min)) == all);
    CHECK(store->due(5min).next.empty());
    for (std::int64_t limit = 1; limit < 4; ++limit) {
        CHECK(ids_of(store->due(5min, limit)) == Ids(all.begin(), all.begin() + limit));
        CHECK(!store->due(5min, limit).next.empty());
    }
    CHECK(ids_of(store->due(60min)) == Ids{"lost"});
}

TEST_CASE("a batch may be asked about again when it was seen, or later if it is absent") {
    StoredBatch batch;
    batch.last_seen_at_us = 5000;
    CHECK(due_at_us(batch) == 5000);
    batch.absent_since_us = 5000;
    CHECK(due_at_us(batch) == 5000);
    batch.absent_since_us = 2000;
    CHECK(due_at_us(batch) == 8000);
}
