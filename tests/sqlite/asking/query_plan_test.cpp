#include "catch.hpp"
#include "sqlite/asking/planned_store.hpp"

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a batch is found by its id, with all that belongs to it") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) { session.get("batch_a"); });
    CHECK_THAT(plans, ContainsSubstring("SEARCH b USING INDEX batches_by_id (id=?)"));
    CHECK_THAT(plans, ContainsSubstring("SEARCH metadata USING PRIMARY KEY (batch_key=?)"));
    CHECK(answers_from_indexes(plans));
    CHECK_THAT(plans, !ContainsSubstring("SCAN"));
}

TEST_CASE("ids are found by how they begin in the index of ids alone") {
    const PlannedStore store;
    const std::string plans =
        store.plans_of([](auto& session) { session.store().ids_with_prefix("batch", 2); });
    CHECK_THAT(plans, ContainsSubstring("SEARCH batches USING COVERING INDEX batches_by_id (id>? AND id<?)"));
    CHECK(answers_from_indexes(plans));
}

TEST_CASE("the observations of one batch are found by the batch") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) {
        session.history("batch_a");
        session.last_answer("batch_a");
    });
    CHECK_THAT(plans, ContainsSubstring("SEARCH o USING INDEX observations_by_answer (batch_key=?)"));
    CHECK(answers_from_indexes(plans));
    CHECK_THAT(plans, !ContainsSubstring("SCAN"));
}

TEST_CASE("a refresh of any kind reads no table from end to end") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) {
        session.refresh(progress_answer("batch_b", 1));
        session.refresh(progress_answer("batch_b", 2));
        session.refresh(progress_answer("batch_b", 2));
        session.refresh(progress_answer("batch_b", 1), {.observed_at_us = 1, .source = ""});
        session.refresh(failed_answer("batch_b"),
                        {.observed_at_us = {}, .source = "", .precedence = Precedence::observed});
        session.refresh(progress_answer("batch_b", 3));
    });
    CHECK_THAT(plans, ContainsSubstring("SEARCH observations USING INDEX observations_by_answer"));
    CHECK(answers_from_indexes(plans));
}

TEST_CASE("all batches and all entries are read in the order of their keys, without sorting") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) {
        session.store().each_batch([](const auto&) { return true; });
        session.store().each_observation([](const auto&) { return true; });
    });
    CHECK_THAT(plans, ContainsSubstring("SCAN b\n"));
    CHECK_THAT(plans, ContainsSubstring("SEARCH o USING INTEGER PRIMARY KEY (rowid>?)"));
    CHECK_THAT(plans, !ContainsSubstring("USE TEMP B-TREE"));
}

TEST_CASE("what came into the log since an entry is found by its number") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) {
        session.each_change([](const auto&) { return true; }, 2);
        session.store().each_entry_time([](const auto&) { return true; }, 2);
    });
    CHECK_THAT(plans, ContainsSubstring("SEARCH o USING INTEGER PRIMARY KEY (rowid>?)"));
    CHECK_THAT(plans, ContainsSubstring("SEARCH observations USING INTEGER PRIMARY KEY (rowid>?)"));
    CHECK(answers_from_indexes(plans));
    CHECK_THAT(plans, !ContainsSubstring("SCAN"));
}

TEST_CASE("questions that people ask in SQL are answered from indexes") {
    const PlannedStore store;
    const auto [question, index] = GENERATE(table<const char*, const char*>({
        {"SELECT id FROM batches WHERE ended_at >= 1 AND ended_at < 2 ORDER BY ended_at",
         "batches_by_ended_at"},
        {"SELECT id FROM batches_due LIMIT 10", "batches_by_last_seen"},
        {"SELECT id FROM batches_due WHERE last_seen_at_us < 1", "batches_by_last_seen"},
        {"SELECT batch_key FROM metadata WHERE key = 'team' AND value = 'search'", "metadata_by_pair"},
        {"SELECT batch_key FROM errors WHERE code = 'empty_file'", "errors_by_code"},
        {"SELECT * FROM batch_overview WHERE id = 'batch_a'", "batches_by_id"},
        {"SELECT seq FROM observations WHERE batch_key = 1", "observations_by_answer"},
    }));
    const std::string plan = store.plan(question);
    CHECK_THAT(plan, ContainsSubstring(index));
    CHECK(answers_from_indexes(plan));
}
