#include "catch.hpp"
#include "contract/backends.hpp"
#include "model/random_answers.hpp"
#include "report/costs/cost_sum.hpp"
#include "test_seed.hpp"

#include <batchstore/costs.hpp>
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

std::map<std::optional<std::string>, Naive> naive_by_status(const BatchReader& repository) {
    std::map<std::optional<std::string>, Naive> groups;
    repository.store().each_batch([&](const StoredBatch& batch) {
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

/// Batches of three models and four years; of some neither usage nor model is known.
std::vector<std::string> random_usages(unsigned seed) {
    RandomAnswers random(seed);
    std::vector<std::string> texts;
    for (int i = 0; i < answers; ++i) {
        json said{{"id", "batch-" + std::to_string(i)}, {"object", "batch"}};
        said["created_at"] = 1'700'000'000 + random.number(0, 120'000'000);
        if (!random.one_in(5)) said["model"] = "m" + std::to_string(random.number(1, 3));
        if (!random.one_in(3)) said["metadata"] = {{"k", std::to_string(random.number(1, 3))}};
        if (!random.one_in(4)) {
            said["usage"] = {{"input_tokens", random.number(0, 2'000'000'000)},
                             {"output_tokens", random.number(0, 2'000'000'000)}};
        }
        texts.push_back(said.dump());
    }
    return texts;
}

/// Two periods of prices for two of the models.
PriceList price_list() {
    return PriceList::parse(R"({"currency":"XTS","entries":[
        {"model":"m1","valid_from":"1970-01-01","input":"0.33333333","output":"7","batch_factor":"0.3333"},
        {"model":"m1","valid_from":"2025-01-01","input":"0.00000001","output":"0","batch_factor":"0.5"},
        {"model":"m2","valid_from":"2026-01-01","input":"5","output":"0.00000007","batch_factor":"1"}]})",
                            "prices.json");
}

CostFigures sum_of(const std::vector<Group>& groups) {
    CostFigures sum;
    for (const Group& group : groups) add_to(sum, group.figures.cost.value());
    return sum;
}

}  // namespace

TEST_CASE("statistics are what counting one by one comes to", "[property]") {
    const unsigned seed = test_seed();
    INFO("seed " << seed);
    const FreshStore store;
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
    const FreshStore all;
    const FreshStore early;
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

TEST_CASE("the costs of groups add up to the total, to the last digit", "[property]") {
    const unsigned seed = test_seed();
    INFO("seed " << seed);
    const FreshStore store;
    for (const std::string& text : random_usages(seed)) store->refresh(text);
    const PriceList prices = price_list();
    const Costs expected = costs(*store.repository, prices, {});
    REQUIRE(std::min({expected.all.priced, expected.all.unpriced, expected.all.unknown}) > 0);
    for (const char* key : {"status", "model", "metadata.k", "source", "month"}) {
        const Statistics found =
            statistics(*store.repository, {parse_group_key(key), parse_group_key("day")}, {}, &prices);
        CHECK(found.all.cost == expected.all);
        CHECK(sum_of(found.groups) == expected.all);
        CHECK(found.unpriced == expected.unpriced);
    }
}
