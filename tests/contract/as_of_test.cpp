#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_observations.hpp"
#include "model/fold.hpp"
#include "test_seed.hpp"

#include <batchstore/json.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// Holds what is known of a batch at a time against a store that heard nothing of what came later.
/// @param seen_later whether it was seen again after the time
void compare(const std::optional<StoredBatch>& past, const std::optional<StoredBatch>& expected,
             bool seen_later) {
    REQUIRE(past.has_value() == expected.has_value());
    if (!past) return;
    CHECK(to_json_text(*past) == to_json_text(*expected));
    CHECK(past->revision == expected->revision);
    CHECK(past->first_seen_at_us == expected->first_seen_at_us);
    if (seen_later) {
        CHECK(past->sightings <= expected->sightings);
        CHECK(past->last_seen_at_us <= expected->last_seen_at_us);
    } else {
        CHECK(*past == *expected);
    }
}

/// The store `now` as of a time is the store `then`, which heard nothing of what came later.
void compare_stores(const BatchReader& now, const BatchReader& then, std::int64_t as_of_us) {
    std::set<std::string> known;
    now.store().each_batch([&](const StoredBatch& batch) {
        CAPTURE(batch.id);
        const auto past = now.get(batch.id, {.as_of_us = as_of_us});
        compare(past, then.get(batch.id), batch.last_seen_at_us > as_of_us);
        if (past) known.insert(batch.id);
        return true;
    });
    CHECK(now.count({.as_of_us = as_of_us}) == then.count());
    std::set<std::string> visited;
    now.store().each_batch(
        [&](const StoredBatch& batch) {
            CHECK(batch == *now.get(batch.id, {.as_of_us = as_of_us}));
            return visited.insert(batch.id).second;
        },
        {.as_of_us = as_of_us});
    CHECK(visited == known);
}

std::vector<std::string> sorted_ids(const BatchReader& repository, Query query) {
    std::vector<std::string> ids;
    do {
        const Page page = repository.find(query);
        for (const StoredBatch& batch : page.batches) {
            CHECK(batch == *repository.get(batch.id, {.as_of_us = query.as_of_us}));
            ids.push_back(batch.id);
        }
        query.after = page.next;
    } while (!query.after.empty());
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// Whether what a query asks for is exactly known of the past: not how often and when last a batch was seen,
/// and not who saw it without saying anything new.
bool asks_for_what_is_exact(const Query& query) {
    const std::string text = query.where ? to_text(*query.where) : "";
    return !query.last_seen_from_us && !query.last_seen_to_us && query.source.empty() &&
           text.find("last_seen") == std::string::npos && text.find("sightings") == std::string::npos &&
           text.find("source") == std::string::npos;
}

}  // namespace

TEST_CASE("the past is what a store knows that heard nothing later", "[contract][property]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 4; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        const auto observations = observations_of(make, 60, true);
        FreshStore now(backend);
        tell(*now.repository, observations);
        for (std::int64_t as_of_us = 0; as_of_us <= 10'000'000; as_of_us += 2'500'000) {
            CAPTURE(as_of_us);
            const FreshStore then;
            tell(*then.repository, observations, as_of_us);
            compare_stores(*now.repository, *then.repository, as_of_us);
            for (int asked = 0; asked < 6; ++asked) {
                Query query = make.query();
                if (!asks_for_what_is_exact(query)) continue;
                const std::vector<std::string> expected = sorted_ids(*then.repository, query);
                query.as_of_us = as_of_us;
                CHECK(sorted_ids(*now.repository, query) == expected);
                CHECK(now->count(query) == static_cast<std::int64_t>(expected.size()));
            }
        }
    }
}

TEST_CASE("the past of batches that servers re-opened is exact when they were heard in order", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 8; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        auto observations = observations_of_both_precedences(make, 60);
        std::stable_sort(observations.begin(), observations.end(), [](const Seen& a, const Seen& b) {
            return *a.how.observed_at_us < *b.how.observed_at_us;
        });
        const FreshStore now;
        tell(*now.repository, observations);
        for (std::int64_t as_of_us = 0; as_of_us <= 10'000'000; as_of_us += 2'000'000) {
            CAPTURE(as_of_us);
            const FreshStore then;
            tell(*then.repository, observations, as_of_us);
            compare_stores(*now.repository, *then.repository, as_of_us);
        }
    }
}

TEST_CASE("the past is the fold of the log up to then, in whatever order it was heard", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 8; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        auto observations = observations_of_both_precedences(make, 50);
        const FreshStore store;
        tell(*store.repository, observations);
        const std::int64_t as_of_us = std::int64_t{make.number(1, 9)} * 1'000'000;
        std::map<std::string, std::vector<FoldInput>> logs;
        store->store().each_observation([&](const Observation& entry) {
            const Answer answer = Answer::read(entry.body);
            if (entry.observed_at_us <= as_of_us) {
                logs[entry.id].push_back(
                    {answer.batch(), answer.digest(), entry.observed_at_us, entry.precedence});
            }
            return true;
        });
        CHECK(store->count({.as_of_us = as_of_us}) == static_cast<std::int64_t>(logs.size()));
        for (const auto& [id, log] : logs) {
            CHECK(to_json_text(fold(log).state) == to_json_text(*store->get(id, {.as_of_us = as_of_us})));
        }
    }
}

TEST_CASE("the history of the past is as if nothing later were known", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"validating")"), at(10));
    store->refresh(answer(R"("status":"completed","completed_at":5)"), at(30));
    store->refresh(answer(R"("status":"in_progress")"), at(20));
    const auto then = store->history("b", {.as_of_us = 20});
    REQUIRE(then.size() == 2);
    CHECK(then.back().observation.verdict == Verdict::stale);  // when it was recorded
    CHECK(then.back().changed == std::vector<std::string>{"status"});
    CHECK(store->history("b").back().changed.empty());
    CHECK(store->history("b", {.as_of_us = 30}).size() == 3);
    CHECK(store->history("b", {.as_of_us = 9}).empty());
}

TEST_CASE("the pages of the past are in order", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto see = [&](const std::string& id, std::int64_t created_at, std::int64_t at_us,
                         const char* status) {
        Batch batch{.id = id, .status = status, .created_at = created_at};
        if (batch.status == Status::completed) batch.completed_at = created_at + 50;
        store->refresh(batch, at(at_us));
    };
    see("a", 100, 10, "in_progress");
    see("b", 101, 10, "completed");
    see("c", 102, 10, "in_progress");
    see("d", 103, 30, "in_progress");
    see("a", 100, 30, "completed");
    see("c", 105, 30, "completed");
    const auto ids = [&](Query query) {
        query.as_of_us = 20;
        std::string found;
        do {
            const Page page = store->find(query);
            for (const StoredBatch& batch : page.batches) found += batch.id;
            query.after = page.next;
        } while (!query.after.empty());
        return found;
    };
    CHECK(ids({}) == "cba");
    CHECK(ids({.limit = 1}) == "cba");
    CHECK(ids({.descending = false, .limit = 1}) == "abc");
    CHECK(ids({.sort = Sort::ended, .limit = 1}) == "bca");
    CHECK(ids({.sort = Sort::ended, .descending = false, .limit = 2}) == "acb");
    CHECK(ids({.sort = Sort::last_seen, .limit = 1}) == "cba");
    CHECK(ids({.sort = Sort::id, .limit = 2}) == "cba");
    CHECK(ids({.status = {"completed"}}) == "b");
    CHECK(ids({.phase = {"running"}, .limit = 1}) == "ca");
}

TEST_CASE("of a batch that was not seen since, the past has all that is known", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(10));
    store->refresh(completed_answer(), at(20));
    CHECK(store->get("b", {.as_of_us = 20}) == store->get("b"));
    CHECK(store->get("b", {.as_of_us = 20})->sightings == 2);
    // That it was seen at 20 is known, and whether that was the second time is not.
    store->refresh(completed_answer(), at(40));
    CHECK(store->get("b", {.as_of_us = 30})->sightings == 1);
    CHECK(store->get("b", {.as_of_us = 30})->last_seen_at_us == 10);
    CHECK(store->get("b", {.as_of_us = 9}) == std::nullopt);
    CHECK(store->last_answer("b", {.as_of_us = 9}) == std::nullopt);
    CHECK(store->find({.as_of_us = 9}).batches.empty());
}
