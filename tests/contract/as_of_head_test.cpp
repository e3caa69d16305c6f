#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_observations.hpp"
#include "sqlite/refusal.hpp"
#include "test_seed.hpp"

#include <set>
#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// A store whose log is that of another up to an entry.
FreshStore copy_of(const BatchReader& store, std::int64_t seq) {
    FreshStore copy;
    store.store().each_observation([&](const Observation& entry) {
        if (entry.seq <= seq) restore_entry(*copy.repository, entry);
        return entry.seq < seq;
    });
    return copy;
}

/// All batches that a query asks for, page by page.
std::vector<StoredBatch> all_pages(const BatchReader& repository, Query query) {
    std::vector<StoredBatch> batches;
    do {
        const Page page = repository.find(query);
        batches.insert(batches.end(), page.batches.begin(), page.batches.end());
        query.after = page.next;
    } while (!query.after.empty());
    return batches;
}

std::vector<StoredBatch> walked(const BatchReader& repository, const Query& query, WalkOrder order) {
    std::vector<StoredBatch> batches;
    repository.store().each_batch(
        [&](const StoredBatch& batch) {
            batches.push_back(batch);
            return true;
        },
        query, order);
    return batches;
}

std::vector<Observation> histories(const BatchReader& repository, const Query& query) {
    std::vector<Observation> entries;
    repository.store().each_history(
        [&](const StoredBatch&, std::span<const Observation> history) {
            entries.insert(entries.end(), history.begin(), history.end());
            return true;
        },
        query);
    return entries;
}

/// A store as of one of its entries is the store `then`, whose log ends there.
void compare_stores(const BatchReader& now, const BatchReader& then, const PastHead& head) {
    now.store().each_batch([&](const StoredBatch& batch) {
        CAPTURE(batch.id);
        CHECK(now.get(batch.id, {.as_of_head = head}) == then.get(batch.id));
        CHECK(now.history(batch.id, {.as_of_head = head}).size() == then.history(batch.id).size());
        CHECK(now.last_answer(batch.id, {.as_of_head = head}) == then.last_answer(batch.id));
        return true;
    });
    CHECK(now.count({.as_of_head = head}) == then.count());
    for (const WalkOrder order : {WalkOrder::stored, WalkOrder::id}) {
        CHECK(walked(now, {.as_of_head = head}, order) == walked(then, {}, order));
    }
    CHECK(histories(now, {.as_of_head = head}) == histories(then, {}));
}

}  // namespace

TEST_CASE("as of a head a store knows what it knew when that was its end", "[contract][property]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 3; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        auto observations = observations_of_both_precedences(make, 40);
        const FreshStore now(backend);
        tell(*now.repository, observations);
        note_some(make, *now.repository, 20);
        tell(*now.repository, observations_of(make, 10, true));
        const std::int64_t end = now->head().seq;
        for (std::int64_t seq = 0; seq <= end; seq += 1 + end / 4) {
            const PastHead head{.seq = seq};
            CAPTURE(seq);
            const FreshStore then = copy_of(*now.repository, seq);
            compare_stores(*now.repository, *then.repository, head);
            for (int asked = 0; asked < 6; ++asked) {
                Query query = make.query();
                const auto expected = all_pages(*then.repository, query);
                query.as_of_head = head;
                CHECK(all_pages(*now.repository, query) == expected);
                CHECK(now->count(query) == static_cast<std::int64_t>(expected.size()));
            }
        }
    }
}

TEST_CASE("an old answer that comes late changes what was known at a time, but not as of a head",
          "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"in_progress","in_progress_at":110)"), at(2000));
    const Head head = store->head();
    const PastHead then{head.seq, head.digest};
    const auto before = store->get("b");
    store->refresh(completed_answer(), at(1000));
    CHECK(store->get("b", {.as_of_us = 2000})->status == Status::completed);
    CHECK(store->get("b", {.as_of_head = then}) == before);
    CHECK(store->count({.status = {Status::completed}, .as_of_head = then}) == 0);
}

TEST_CASE("as of a head repeats of an answer do not count", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(1000));
    const auto before = store->get("b");
    store->refresh(completed_answer(), at(9000));
    CHECK(store->get("b", {.as_of_head = PastHead{.seq = 1}}) == before);
}

TEST_CASE("a head that the log does not pass through is refused by every question", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(1000));
    const PastHead other{1, Digest{}};
    const auto [head, what] = GENERATE_COPY(table<PastHead, std::string>({
        {other, "the log does not pass through this head"},
        {PastHead{0, Digest{1}}, "the log does not pass through this head"},
        {PastHead{.seq = 2}, "the log ends at entry 1"},
        {PastHead{.seq = -1}, "the log ends at entry 1"},
    }));
    const Query query{.as_of_head = head};
    const auto check = [&, text = what](const std::string& said) {
        CHECK_THAT(said,
                   Catch::Matchers::StartsWith("invalid: ") && Catch::Matchers::ContainsSubstring(text));
    };
    check(refusal([&] { store->get("b", {.as_of_head = query.as_of_head}); }));
    check(refusal([&] { store->history("b", {.as_of_head = query.as_of_head}); }));
    check(refusal([&] { store->find(query); }));
    check(refusal([&] { store->count(query); }));
    check(refusal([&] { store->store().explain(query); }));
    check(refusal([&] { walked(*store.repository, query, WalkOrder::id); }));
    check(refusal([&] { walked(*store.repository, query, WalkOrder::stored); }));
    check(refusal([&] { histories(*store.repository, query); }));
}

TEST_CASE("as of a time and of a head cannot be asked at once", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(refusal([&] { store->find({.as_of_us = 1, .as_of_head = PastHead{}}); }) != "accepted");
    CHECK(refusal([&] { store->get("b", {.as_of_us = 1, .as_of_head = PastHead{}}); }) != "accepted");
}

TEST_CASE("a page token as of one head does not fit another", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (const std::string id : {"a", "b", "c"}) {
        store->refresh(R"({"id":")" + id + R"(","object":"batch","status":"validating"})");
    }
    Query query{.as_of_head = PastHead{.seq = 2}, .limit = 1};
    query.after = store->find(query).next;
    CHECK(store->find(query).batches.size() == 1);
    query.as_of_head = PastHead{.seq = 3};
    CHECK(refusal([&] { store->find(query); }) != "accepted");
}

TEST_CASE("batches are not pruned as of a head") {
    const FreshStore store;
    CHECK(refusal([&] { prune(*store.repository, {.query = {.as_of_head = PastHead{}}}); }) != "accepted");
}

TEST_CASE("a past head is read from its number or from the whole head") {
    const Head head{7, Digest{1, 2, 3}};
    CHECK(parse_past_head("7") == PastHead{.seq = 7});
    CHECK(parse_past_head(to_string(head)) == PastHead{7, head.digest});
    CHECK(to_string(parse_past_head(to_string(head))) == to_string(head));
    CHECK(to_string(PastHead{.seq = 7}) == "7");
    for (const std::string text : {"", "-1", "007", "7:", "7x", "7:12", " 7", "99999999999999999999"}) {
        CAPTURE(text);
        CHECK(refusal([&] { parse_past_head(text); }) != "accepted");
    }
}
