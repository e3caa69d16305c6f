#include "catch.hpp"
#include "contract/backends.hpp"

#include <batchstore/statistics.hpp>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Values = std::vector<std::optional<std::string>>;

std::string batch(const std::string& id, const std::string& members) {
    return R"({"id":")" + id + R"(","object":"batch",)" + members + "}";
}

std::vector<GroupKey> keys(std::initializer_list<const char*> words) {
    std::vector<GroupKey> keys;
    for (const char* word : words) keys.push_back(parse_group_key(word));
    return keys;
}

/// The values of the groups and how many batches they have.
std::vector<std::pair<Values, std::int64_t>> counts(const Statistics& statistics) {
    std::vector<std::pair<Values, std::int64_t>> counts;
    for (const Group& group : statistics.groups) counts.emplace_back(group.values, group.figures.batches);
    return counts;
}

/// Three batches of 1 January 1970, two of them completed, and a failed one of 5 January.
void fill(const FreshStore& store) {
    store->refresh(batch("a", R"("status":"completed","model":"m1","created_at":100,"in_progress_at":110,)"
                              R"("completed_at":210,"request_counts":{"total":10,"completed":9,"failed":1},)"
                              R"("usage":{"input_tokens":1000,"output_tokens":20,"total_tokens":1020},)"
                              R"("metadata":{"team":"red"})"),
                   at(1'000'000));
    store->refresh(batch("b", R"("status":"completed","model":"m1","created_at":200,"in_progress_at":230,)"
                              R"("completed_at":220,"request_counts":{"total":30,"completed":30,"failed":0},)"
                              R"("metadata":{"team":"blue"})"),
                   at(2'000'000));
    store->refresh(batch("c", R"("status":"in_progress","model":"m2","created_at":300,"in_progress_at":300,)"
                              R"("request_counts":{"total":5,"completed":2},"metadata":{})"),
                   at(3'000'000));
    store->refresh(
        batch("d", R"("status":"failed","created_at":345600,"failed_at":345700,)"
                   R"("errors":{"data":[{"code":"x"},{"code":"y"},{"code":"x"},{"message":"?"}]})"),
        at(4'000'000));
}

}  // namespace

TEST_CASE("batches are counted by status, most first", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Statistics by_status = statistics(*store.repository, keys({"status"}));
    CHECK(counts(by_status) == std::vector<std::pair<Values, std::int64_t>>{
                                   {{"completed"}, 2}, {{"failed"}, 1}, {{"in_progress"}, 1}});
    CHECK(by_status.all.batches == 4);
}

TEST_CASE("requests and tokens are summed up, and what nobody said is not 0", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Statistics by_model = statistics(*store.repository, keys({"model"}));
    const Figures& m1 = by_model.groups.at(0).figures;
    CHECK(m1.requests_total == Sum{40, 2});
    CHECK(m1.requests_completed == Sum{39, 2});
    CHECK(m1.requests_failed == Sum{1, 2});
    CHECK(m1.success_rate == 39.0 / 40);
    CHECK(m1.total_tokens == Sum{1020, 1});
    CHECK(m1.cached_tokens.known() == std::nullopt);
    CHECK(m1.without_usage == 1);
    CHECK(by_model.groups.at(1).values == Values{"m2"});
    CHECK(by_model.groups.at(1).figures.success_rate == std::nullopt);
    CHECK(by_model.groups.at(2).values == Values{std::nullopt});
}

TEST_CASE("failed batches are told apart from failed requests", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Statistics statistics = batchstore::statistics(*store.repository, keys({"status"}));
    CHECK(statistics.all.batches_ended == 3);
    CHECK(statistics.all.batches_failed == 1);
    CHECK(statistics.all.failure_rate == 1.0 / 3);
    CHECK(statistics.groups.at(0).figures.failure_rate == 0.0);
    CHECK(statistics.groups.at(2).figures.batches_ended == 0);
    CHECK(statistics.groups.at(2).figures.failure_rate == std::nullopt);
}

TEST_CASE("durations leave out what is missing or in the wrong order, and count it", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Figures all = statistics(*store.repository, {}).all;
    CHECK(all.queue == Durations{3, 1, 0, 10, 30, 30});
    CHECK(all.run == Durations{1, 2, 1, 100, 100, 100});
    CHECK(all.total == Durations{3, 1, 0, 100, 110, 110});
}

TEST_CASE("a batch with several error codes counts for each, once", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Statistics by_code = statistics(*store.repository, keys({"error_code"}), {.with_errors = true});
    CHECK(counts(by_code) ==
          std::vector<std::pair<Values, std::int64_t>>{{{"x"}, 1}, {{"y"}, 1}, {{std::nullopt}, 1}});
    CHECK(by_code.all.batches == 1);
}

TEST_CASE("groups by time are in its order, and two keys make pairs", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    CHECK(counts(statistics(*store.repository, keys({"day"}))) ==
          std::vector<std::pair<Values, std::int64_t>>{{{"1970-01-01"}, 3}, {{"1970-01-05"}, 1}});
    CHECK(counts(statistics(*store.repository, keys({"metadata.team", "week"}))) ==
          std::vector<std::pair<Values, std::int64_t>>{{{std::nullopt, "1970-W01"}, 1},
                                                       {{std::nullopt, "1970-W02"}, 1},
                                                       {{"blue", "1970-W01"}, 1},
                                                       {{"red", "1970-W01"}, 1}});
}

TEST_CASE("batches are counted for each source that saw them", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    store->refresh(batch("a", R"("status":"completed","completed_at":210,"note":1)"),
                   {.observed_at_us = 9'000'000, .source = "list"});
    const Statistics by_source = statistics(*store.repository, keys({"source", "status"}));
    CHECK(counts(by_source) == std::vector<std::pair<Values, std::int64_t>>{{{"test", "completed"}, 2},
                                                                            {{"test", "failed"}, 1},
                                                                            {{"test", "in_progress"}, 1},
                                                                            {{"list", "completed"}, 1}});
    CHECK(by_source.all.batches == 4);
}

TEST_CASE("statistics tell what was known at a past time", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Statistics then = statistics(*store.repository, keys({"status"}), {.as_of_us = 3'000'000});
    CHECK(counts(then) ==
          std::vector<std::pair<Values, std::int64_t>>{{{"completed"}, 2}, {{"in_progress"}, 1}});
}

TEST_CASE("a sum stays within 64 bits") {
    const FreshStore store;
    for (const char* id : {"a", "b"}) {
        store->refresh(batch(id, R"("status":"completed","usage":{"total_tokens":9223372036854775807})"));
    }
    CHECK(statistics(*store.repository, {}).all.total_tokens == Sum{9'223'372'036'854'775'807, 2});
}

TEST_CASE("a key that there is not is refused, with those that there are") {
    CHECK_THROWS_WITH(
        parse_group_key("colour"),
        "'colour' is not one of status, phase, endpoint, model, error_code, source, day, week, month, "
        "metadata.KEY");
    CHECK_THROWS_AS(parse_group_key("metadata."), Error);
    CHECK_THROWS_AS(require_sound(keys({"day", "day"})), Error);
    CHECK_THROWS_AS(require_sound(keys({"day", "week", "month"})), Error);
    CHECK(to_string(parse_group_key("metadata.a.b")) == "metadata.a.b");
}

TEST_CASE("a week belongs to the year of its Thursday") {
    const FreshStore store;
    // 2024-12-30 and 2027-01-01.
    for (const char* created : {"1735516800", "1798761600"}) {
        store->refresh(batch(created, R"("status":"failed","created_at":)" + std::string(created)));
    }
    CHECK(counts(statistics(*store.repository, keys({"week"}))) ==
          std::vector<std::pair<Values, std::int64_t>>{{{"2025-W01"}, 1}, {{"2026-W53"}, 1}});
}
