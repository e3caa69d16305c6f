#include "catch.hpp"
#include "contract/backends.hpp"

#include <map>
#include <set>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// Stores batches with few different times, so that many are equal in the order, and some without any.
void store_batches(BatchRepository& repository, int from, int to) {
    for (int number = from; number < to; ++number) {
        Batch batch{.id = "b" + std::to_string(number * 7919 % 1000)};
        batch.status = number % 2 == 0 ? Status::completed : Status::in_progress;
        if (number % 5 != 0) batch.created_at = 100 + number % 4;
        if (number % 4 == 0) batch.completed_at = 200 + number % 3;
        repository.refresh(batch, at(1'000 + number % 6));
    }
}

/// The ids on all pages, in their order. `between` is called between two pages.
std::vector<std::string> walked(
    const BatchReader& repository, Query query, const std::function<void()>& between = [] {}) {
    std::vector<std::string> ids;
    for (int pages = 0; pages < 1'000; ++pages) {
        const Page page = repository.find(query);
        CHECK(page.batches.size() <= static_cast<std::size_t>(query.limit));
        for (const Batch& batch : page.batches) ids.push_back(batch.id);
        if (page.next.empty()) return ids;
        query.after = page.next;
        between();
    }
    FAIL("the pages do not end");
    return ids;
}

std::string refusal(const BatchReader& repository, const Query& query) {
    try {
        repository.find(query);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid);
        return error.what();
    }
    return "no refusal";
}

constexpr const char* not_of_this_query =
    "the token of the page was cut or changed, or belongs to another query; ask for the next page with the "
    "same "
    "conditions (times too) and the same order, or begin without a token";

}  // namespace

TEST_CASE("all pages together are one long page", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store_batches(*store.repository, 0, 60);
    for (const Sort sort :
         {Sort::created, Sort::ended, Sort::expires, Sort::last_seen, Sort::changed, Sort::id}) {
        for (const bool descending : {true, false}) {
            for (const auto& status :
                 {std::vector<std::string>{}, {"completed"}, {"completed", "in_progress"}}) {
                Query query{.status = status, .sort = sort, .descending = descending, .limit = 1'000};
                const std::vector<std::string> whole = walked(*store.repository, query);
                CAPTURE(to_string(sort), descending, status);
                REQUIRE(std::set(whole.begin(), whole.end()).size() == (status.size() == 1 ? 30 : 60));
                for (const std::int64_t limit : {1, 2, 7, 30}) {
                    query.limit = limit;
                    CHECK(walked(*store.repository, query) == whole);
                }
            }
        }
    }
}

TEST_CASE("descending is ascending backwards, also among equals and without a time", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store_batches(*store.repository, 0, 40);
    for (const Sort sort :
         {Sort::created, Sort::ended, Sort::expires, Sort::last_seen, Sort::changed, Sort::id}) {
        auto ascending = walked(*store.repository, {.sort = sort, .descending = false, .limit = 7});
        std::reverse(ascending.begin(), ascending.end());
        CHECK(walked(*store.repository, {.sort = sort, .limit = 7}) == ascending);
    }
}

TEST_CASE("each batch is met once, also while others are stored between the pages", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    for (const Sort sort :
         {Sort::created, Sort::ended, Sort::expires, Sort::last_seen, Sort::changed, Sort::id}) {
        for (const bool descending : {true, false}) {
            FreshStore store(backend);
            store_batches(*store.repository, 0, 40);
            int stored = 40;
            const auto ids =
                walked(*store.repository, {.sort = sort, .descending = descending, .limit = 3}, [&] {
                    store_batches(*store.repository, stored, stored + 3);
                    stored += 3;
                });
            CAPTURE(to_string(sort), descending);
            std::map<std::string, int> times;
            for (const std::string& id : ids) ++times[id];
            CHECK(std::all_of(times.begin(), times.end(), [](const auto& met) { return met.second == 1; }));
            for (int number = 0; number < 40; ++number) {
                CHECK(times.contains("b" + std::to_string(number * 7919 % 1000)));
            }
        }
    }
}

TEST_CASE("a token fits its own query only", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store_batches(*store.repository, 0, 20);
    const Query query{.status = {"completed", "in_progress"}, .created_from = 100, .limit = 3};
    const std::string token = store->find(query).next;
    const auto with_token = [&](auto change) {
        Query other = query;
        other.after = token;
        change(other);
        return refusal(*store.repository, other);
    };
    CHECK(with_token([](Query&) {}) == "no refusal");
    CHECK(with_token([](Query& other) { other.limit = 7; }) == "no refusal");
    CHECK(with_token([](Query& other) { other.status = {"IN_PROGRESS", "completed"}; }) == "no refusal");
    CHECK(with_token([](Query& other) { other.sort = Sort::ended; }) == not_of_this_query);
    CHECK(with_token([](Query& other) { other.descending = false; }) == not_of_this_query);
    CHECK(with_token([](Query& other) { other.status = {"completed"}; }) == not_of_this_query);
    CHECK(with_token([](Query& other) { other.created_from = 101; }) == not_of_this_query);
    CHECK(with_token([](Query& other) { other.as_of_us = 5'000'000; }) == not_of_this_query);
    CHECK(with_token([](Query& other) { other.where = parse_condition("has(errors)", 0); }) ==
          not_of_this_query);
}

TEST_CASE("a token that was cut, lengthened or changed is refused", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store_batches(*store.repository, 0, 20);
    const auto refused = [&](const std::string& token) {
        return refusal(*store.repository, {.limit = 3, .after = token}) == not_of_this_query;
    };
    const std::string token = store->find({.limit = 3}).next;
    CHECK_FALSE(refused(token));
    for (std::size_t size = 1; size < token.size(); ++size) CHECK(refused(token.substr(0, size)));
    for (const char* more : {"0", "00", " ", "\n"}) CHECK(refused(token + more));
    CHECK(refused(" " + token));
    CHECK(refused("next"));
    CHECK(refused(std::string(10'000, 'f')));
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string changed = token;
        changed[at] = changed[at] == '0' ? '1' : '0';
        CHECK(refused(changed));
    }
}

TEST_CASE("the last page says that it is", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store_batches(*store.repository, 0, 6);
    CHECK(store->find({.limit = 6}).next.empty());
    CHECK(store->find({.limit = 7}).next.empty());
    const Page first = store->find({.limit = 5});
    REQUIRE_FALSE(first.next.empty());
    const Page last = store->find({.limit = 5, .after = first.next});
    CHECK(last.batches.size() == 1);
    CHECK(last.next.empty());
}

TEST_CASE("a page has 1 to 1,000 batches", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (const std::int64_t limit :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'001}, INT64_MIN, INT64_MAX}) {
        CHECK(refusal(*store.repository, {.limit = limit}) ==
              "limit " + std::to_string(limit) + ": a page has 1 to 1,000 batches");
    }
    CHECK(refusal(*store.repository, {.limit = 1}) == "no refusal");
    CHECK(refusal(*store.repository, {.limit = 1'000}) == "no refusal");
}

TEST_CASE("a reversed range is refused", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(refusal(*store.repository, {.created_from = 2, .created_to = 1}) ==
          "the range of created_at ends before it begins");
    CHECK(refusal(*store.repository, {.ended_from = 2, .ended_to = 1}).starts_with("the range of ended_at"));
    CHECK(refusal(*store.repository, {.expires_from = 2, .expires_to = 1})
              .starts_with("the range of expires_at"));
    CHECK(refusal(*store.repository, {.last_seen_from_us = 2, .last_seen_to_us = 1})
              .starts_with("the range of last_seen_at_us"));
    CHECK(store->find({.created_from = 1, .created_to = 1}).batches.empty());
}
