#include "catch.hpp"
#include "report/costs/cost_sum.hpp"

#include <batchstore/costs.hpp>
#include <batchstore/error.hpp>
#include <batchstore/open.hpp>
#include <batchstore/statistics.hpp>

#include <memory>
#include <numeric>
#include <optional>
#include <string>

using namespace batchstore;
using batchstore::testing::add_to;

namespace {

constexpr std::int64_t october = 1'790'812'800;  // 2026-10-01T00:00:00Z
constexpr std::int64_t november = october + std::int64_t{31} * 86'400;

Batch batch(const std::string& id, const std::optional<std::string>& model, std::int64_t created_at,
            const std::optional<Usage>& usage, const std::string& team = "eval") {
    return {.id = id,
            .endpoint = "/v1/responses",
            .model = model,
            .input_file_id = "f",
            .completion_window = "24h",
            .status = "completed",
            .created_at = created_at,
            .usage = usage,
            .metadata = Metadata{{"team", team}}};
}

Usage tokens(std::int64_t input, std::int64_t cached, std::int64_t output) {
    return {.input_tokens = input, .cached_tokens = cached, .output_tokens = output};
}

std::unique_ptr<BatchRepository> filled_store() {
    auto repository = open(":memory:");
    repository->refresh(batch("a", "small-1", october, tokens(1'000'003, 400'001, 7)), {.observed_at_us = 1});
    repository->refresh(batch("b", "large", october, tokens(3, 0, 1), "prod"), {.observed_at_us = 2});
    repository->refresh(batch("c", "small-1", november, tokens(1'000'000, 0, 0)), {.observed_at_us = 3});
    repository->refresh(batch("d", "small-1", october, std::nullopt), {.observed_at_us = 4});
    repository->refresh(batch("e", "other", october, tokens(10, 0, 20)), {.observed_at_us = 5});
    repository->refresh(batch("f", std::nullopt, november, tokens(1, 0, 2)), {.observed_at_us = 6});
    return repository;
}

PriceList price_list() {
    return PriceList::parse(R"({"currency":"XTS","entries":[
        {"model":"small-*","valid_from":"2026-01-01","input":"0.25","cached_input":"0.025","output":"2","batch_factor":"0.5"},
        {"model":"small-*","valid_from":"2026-11-01","input":"0.10","output":"1","batch_factor":"0.5"},
        {"model":"large","valid_from":"2026-01-01","input":"5","output":"10","batch_factor":"1"}]})",
                            "prices.json");
}

Costs costs_by(const std::vector<GroupKey>& by, const Query& query = {}) {
    return costs(*filled_store(), price_list(), by, query);
}

const GroupKey by_model{.field = GroupKey::Field::model};
const GroupKey by_month{.field = GroupKey::Field::month};
const GroupKey by_team{.field = GroupKey::Field::metadata, .metadata_key = "team"};

}  // namespace

TEST_CASE("costs are exact sums, by the price of the day of creation") {
    const Costs found = costs_by({by_model, by_month});
    CHECK(exact_text(found.all.amount) == "0.1300322625");
    const auto& models = found.breakdowns[0].groups;
    REQUIRE(models.size() == 4);
    CHECK(models[0].value == "small-1");
    CHECK(exact_text(models[0].figures.amount) == "0.1300072625");
    CHECK(models[1].value == "large");
    CHECK(exact_text(models[1].figures.amount) == "0.000025");
    const auto& months = found.breakdowns[1].groups;
    REQUIRE(months.size() == 2);
    CHECK(months[0].value == "2026-10");
    CHECK(exact_text(months[0].figures.amount) == "0.0800322625");
    CHECK(exact_text(months[1].figures.amount) == "0.05");
}

TEST_CASE("a batch without usage or without a price is counted, and costs nothing that is known") {
    const Costs found = costs_by({by_model});
    CHECK(found.all.priced == 3);
    CHECK(found.all.unknown == 1);
    CHECK(found.all.unpriced == 2);
    CHECK(found.unpriced == std::vector<UnpricedModel>{{.batches = 1,
                                                        .input_tokens = 1,
                                                        .output_tokens = 2,
                                                        .first_created_at = november,
                                                        .last_created_at = november},
                                                       {.model = "other",
                                                        .batches = 1,
                                                        .input_tokens = 10,
                                                        .output_tokens = 20,
                                                        .first_created_at = october,
                                                        .last_created_at = october}});
}

TEST_CASE("the tokens of a group are those of all its batches, priced or not") {
    const Costs found = costs_by({by_model});
    const CostFigures& other = found.breakdowns[0].groups[2].figures;
    REQUIRE(found.breakdowns[0].groups[2].value == "other");
    CHECK(other.input_tokens.known() == 10);
    CHECK(other.output_tokens.known() == 20);
    CHECK(other.unpriced_tokens.value == 30);
    CHECK(found.all.unpriced_tokens.value == 33);
    const Figures all = statistics(*filled_store(), {}).all;
    CHECK(found.all.input_tokens == all.input_tokens);
    CHECK(found.all.cached_tokens == all.cached_tokens);
    CHECK(found.all.output_tokens == all.output_tokens);
}

TEST_CASE("tokens that no batch says are unknown, and those of a half-said usage are not priced") {
    const auto repository = open(":memory:");
    repository->refresh(batch("a", "large", october, std::nullopt));
    const ReportTable silent = to_section(costs(*repository, price_list(), {by_model})).tables[0];
    for (const std::size_t column : {6U, 7U, 8U, 9U}) CHECK(silent.rows[0][column] == ReportValue());
    repository->refresh(batch("b", "large", october, Usage{.input_tokens = 5}));
    const Costs found = costs(*repository, price_list(), {by_model});
    CHECK(found.all.unknown == 2);
    CHECK(found.all.input_tokens.known() == 5);
    CHECK(found.all.unpriced_tokens.value == 5);
}

TEST_CASE("a table of costs says how many tokens are in no cost") {
    CHECK(to_section(costs_by({by_model})).tables[0].note ==
          "33 tokens are of batches that are not priced, so they are in no cost.");
    CHECK(to_section(costs_by({by_model}, {.model = {"large"}})).tables[0].note.empty());
}

TEST_CASE("usage in the chat endpoint's names costs what it costs in the documented ones") {
    const auto cost_of = [](const std::string& usage) {
        const auto repository = open(":memory:");
        repository->refresh(
            R"({"id":"b","object":"batch","model":"small-1","created_at":1790812800,"usage":)" + usage + "}");
        return costs(*repository, price_list(), {}, {});
    };
    const Costs found = cost_of(R"({"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,)"
                                R"("prompt_tokens_details":{"cached_tokens":10}})");
    CHECK(found.all.priced == 1);
    CHECK(found.all.unknown == 0);
    CHECK(exact_text(found.all.amount) == "0.000031375");
    CHECK(found.all == cost_of(R"({"input_tokens":100,"output_tokens":20,"total_tokens":120,)"
                               R"("input_tokens_details":{"cached_tokens":10}})")
                           .all);
}

TEST_CASE("the prices that counted are told with how many batches they priced") {
    const Costs found = costs_by({});
    REQUIRE(found.used.size() == 3);
    CHECK(found.used[0].price.model == "large");
    CHECK(found.used[0].batches == 1);
    CHECK(found.used[1].price.model == "small-*");
    CHECK(found.used[2].price.valid_from == november);
}

TEST_CASE("every way of grouping adds up to the same costs") {
    const Costs found = costs_by({by_model, by_month, by_team, {.field = GroupKey::Field::day}});
    for (const CostBreakdown& breakdown : found.breakdowns) {
        CostFigures sum;
        for (const auto& [value, figures] : breakdown.groups) add_to(sum, figures);
        CHECK(sum == found.all);
    }
}

TEST_CASE("costs are told of the batches asked for, and as of a past time") {
    CHECK(exact_text(costs_by({}, {.metadata = {{"team", "prod"}}}).all.amount) == "0.000025");
    CHECK(costs_by({}, {.as_of_us = 2}).all.batches() == 2);
    CHECK_THROWS_AS(costs_by({{.field = GroupKey::Field::source}}), Error);
}

TEST_CASE("the section on costs says unknown where nothing is priced") {
    const ReportSection section = to_section(costs_by({by_team}, {.model = {"other"}}));
    CHECK(to_text(section.facts[0].column, section.facts[0].value) == "unknown");
    CHECK(section.tables[0].name == "cost_by_metadata.team");
    CHECK(section.tables[0].rows[0][1] == ReportValue());
    CHECK(section.tables[1].rows[0][0] == ReportValue(std::string("other")));
}
