#include "catch.hpp"
#include "contract/backends.hpp"
#include "model/random_answers.hpp"
#include "test_seed.hpp"

#include <batchstore/statistics.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

constexpr int answers = 200;
constexpr std::int64_t last_us = 1'000;

/// Answers about few batches, so that they meet.
std::vector<std::string> random_answers(unsigned seed) {
    RandomAnswers random(seed);
    std::vector<std::string> texts;
    for (int i = 0; i < answers; ++i) {
        json said = random.answer().said;
        said["id"] = "batch-" + std::to_string(i % 60);
        texts.push_back(said.dump());
    }
    return texts;
}

/// The whole of a group, to be added up without haste.
struct Naive {
    std::int64_t batches = 0;
    std::int64_t said_completed = 0;
    std::vector<std::int64_t> totals;  ///< lengths from created_at to the end

    std::optional<std::int64_t> nearest_rank(int percent) {
        if (totals.empty()) return std::nullopt;
        std::sort(totals.begin(), totals.end());
        std::size_t rank = 1;
        while (rank * 100 < totals.size() * static_cast<std::size_t>(percent)) ++rank;
        return totals[rank - 1];
    }
};

std::map<std::optional<std::string>, Naive> naive_by_status(const BatchRepository& repository) {
    std::map<std::optional<std::string>, Naive> groups;
    repository.each_batch([&](const StoredBatch& batch) {
        Naive& group = groups[batch.status];
        ++group.batches;
        if (batch.request_counts && batch.request_counts->completed) ++group.said_completed;
        const auto ended = ended_at(batch);
        if (batch.created_at && ended && *ended >= *batch.created_at) {
            group.totals.push_back(*ended - *batch.created_at);
        }
        return true;
    });
    return groups;
}

}  // namespace

TEST_CASE("statistics are what counting one by one comes to", "[property]") {
    const unsigned seed = test_seed();
    INFO("seed " << seed);
    const InMemory store;
    for (const std::string& text : random_answers(seed)) store->refresh(text);
    auto expected = naive_by_status(*store.repository);
    const Statistics found = statistics(*store.repository, {{.field = GroupKey::Field::status}});
    CHECK(found.groups.size() == expected.size());
    for (const Group& group : found.groups) {
        Naive& naive = expected.at(group.values.front());
        CHECK(group.figures.batches == naive.batches);
        CHECK(group.figures.requests_completed.batches == naive.said_completed);
        CHECK(group.figures.total.p50 == naive.nearest_rank(50));
        CHECK(group.figures.total.p90 == naive.nearest_rank(90));
        CHECK(group.figures.total.p99 == naive.nearest_rank(99));
    }
}

TEST_CASE("statistics of a past time are those of a store that was filled up to then", "[property]") {
    const unsigned seed = test_seed();
    INFO("seed " << seed);
    const std::vector<std::string> texts = random_answers(seed);
    const InMemory all;
    const InMemory early;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto observed_us = static_cast<std::int64_t>(i * 7'919) % last_us;
        all->refresh(texts[i], at(observed_us));
        if (observed_us <= last_us / 2) early->refresh(texts[i], at(observed_us));
    }
    for (const char* key : {"status", "model", "metadata.k", "error_code", "month"}) {
        const std::vector<GroupKey> by{parse_group_key(key)};
        const Statistics then = statistics(*all.repository, by, {.as_of_us = last_us / 2});
        const Statistics now = statistics(*early.repository, by);
        CHECK(then.all == now.all);
        CHECK(then.groups == now.groups);
    }
}
