#include "catch.hpp"
#include "sqlite/asking/planned_store.hpp"

#include <algorithm>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// A batch for which every filter below holds.
Batch found_by_all(const std::string& id) {
    Batch batch{.id = id, .endpoint = "/v1/e", .model = "m", .errors = {{.code = "c"}}};
    batch.input_file_id = batch.output_file_id = batch.error_file_id = "file-x";
    batch.status = Status::failed;
    batch.created_at = batch.expires_at = batch.failed_at = 100;
    batch.request_counts = RequestCounts{.total = 2, .completed = 1, .failed = 1};
    batch.metadata = Metadata{{"team", "eval"}};
    return batch;
}

/// More batches than are few, all found by each filter.
const PlannedStore& crowded_store() {
    static const PlannedStore store;
    static const bool filled = [] {
        store.repository->transaction([](BatchRepository& part) {
            for (int number = 0; number < 2'050; ++number) {
                part.refresh(found_by_all(std::to_string(number)),
                             {.observed_at_us = 1'000, .source = "list"});
            }
        });
        return true;
    }();
    REQUIRE(filled);
    return store;
}

struct Filter {
    const char* name;
    Query query;
    const char* index;             ///< that serves it alone
    std::vector<Sort> in_order{};  ///< orders that an index has together with it
};

Condition read(const std::string& text) {
    return parse_condition(text, 0);
}

/// Every filter that a query offers, but the id, which is never many.
std::vector<Filter> filters() {
    using enum Sort;
    return {
        {"status", {.status = {"failed"}}, "batches_by_status (status=?)", {created}},
        {"statuses", {.status = {"failed", "expired"}}, "batches_by_status (status=?)", {created}},
        {"phase", {.phase = {"ended"}}, "(phase=?)", {expires, last_seen, Sort::changed}},
        {"endpoint", {.endpoint = {"/v1/e"}}, "batches_by_endpoint (endpoint=?)", {created}},
        {"model", {.model = {"m"}}, "batches_by_model (model=?)", {created}},
        {"metadata pair", {.metadata = {{"team", "eval"}}}, "metadata_by_pair (key=? AND value=?)"},
        {"metadata key", {.metadata = {{.key = "team"}}}, "metadata_by_pair (key=?)"},
        {"error_code", {.error_code = {"c"}}, "errors_by_code (code=?)"},
        {"input_file_id", {.input_file_id = {"file-x"}}, "batches_by_input_file (input_file_id=?)"},
        {"output_file_id", {.output_file_id = {"file-x"}}, "batches_by_output_file (output_file_id=?)"},
        {"error_file_id", {.error_file_id = {"file-x"}}, "batches_by_error_file (error_file_id=?)"},
        {"source", {.source = {"list"}}, "observations_by_source (source=? AND batch_key>?)"},
        {"with_failures", {.with_failures = true}, "request_counts_by_failed (failed>?)"},
        {"with_errors", {.with_errors = true}, "batches_with_errors", {created}},
        {"created",
         {.created_from = 1, .created_to = 200},
         "batches_by_created_at (created_at>? AND created_at<?)",
         {created}},
        {"ended",
         {.ended_from = 1, .ended_to = 200},
         "batches_by_ended_at (ended_at>? AND ended_at<?)",
         {ended}},
        {"expires",
         {.expires_from = 1, .expires_to = 200},
         "batches_by_expires_at (phase=? AND expires_at>? AND expires_at<?)",
         {Sort::expires}},
        {"last seen",
         {.last_seen_from_us = 1, .last_seen_to_us = 2'000},
         "batches_by_last_seen (phase=? AND last_seen_at_us>? AND last_seen_at_us<?)",
         {last_seen}},
        {"changed",
         {.changed_from_us = 1, .changed_to_us = 2'000},
         "batches_by_changed_at (phase=? AND changed_at_us>? AND changed_at_us<?)",
         {Sort::changed}},
        {"one of two", {.where = read("source = list or error.code = c")}, "errors_by_code (code=?)"},
    };
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

const char* index_of(Sort sort) {
    constexpr std::array names{"batches_by_created_at", "batches_by_ended_at",   "batches_by_expires_at",
                               "batches_by_last_seen",  "batches_by_changed_at", "batches_by_id"};
    return names[static_cast<std::size_t>(sort)];
}

constexpr std::array all_sorts{Sort::created,   Sort::ended,   Sort::expires,
                               Sort::last_seen, Sort::changed, Sort::id};

}  // namespace

TEST_CASE("each order comes from its index, both ways and behind any position, without sorting") {
    const PlannedStore store;
    store.repository->refresh(R"({"id":"undated","object":"batch","status":"completed"})");
    store.repository->refresh(R"({"id":"undated too","object":"batch","status":"completed"})");
    for (const Sort sort : all_sorts) {
        for (const bool descending : {true, false}) {
            const std::string plans = store.plans_of([&](auto& session) {
                Query query{.sort = sort, .descending = descending, .limit = 1};
                do {
                    query.after = session.find(query).next;
                } while (!query.after.empty());
            });
            CAPTURE(to_string(sort), descending, plans);
            CHECK_THAT(plans, ContainsSubstring(index_of(sort)));
            CHECK(answers_from_indexes(plans));
        }
    }
}

TEST_CASE("each filter has an index, from which a few batches are taken") {
    const PlannedStore store;
    std::vector<Filter> with_id = filters();
    with_id.push_back({"id", {.id = {"batch_a"}}, "batches_by_id (id=?)", {Sort::id}});
    for (const Filter& filter : with_id) {
        for (const Sort sort : all_sorts) {
            if (std::ranges::find(filter.in_order, sort) != filter.in_order.end()) continue;
            Query query = filter.query;
            query.sort = sort;
            const QueryPlan plan = store.repository->store().explain(query);
            const std::string backend = joined(plan.backend);
            CAPTURE(filter.name, to_string(sort), backend);
            CHECK_THAT(backend, ContainsSubstring(filter.index));
            CHECK_THAT(backend, ContainsSubstring("SEARCH b USING INTEGER PRIMARY KEY (rowid=?)"));
            CHECK_THAT(backend, !ContainsSubstring("SCAN b\n"));
            CHECK(plan.caution.empty());
            CHECK(store.repository->find(query).batches.size() <= 1);
        }
    }
}

TEST_CASE("where an index has a filter and the order, many batches are walked without sorting") {
    for (const Filter& filter : filters()) {
        for (const Sort sort : filter.in_order) {
            for (const bool descending : {true, false}) {
                Query query = filter.query;
                query.sort = sort;
                query.descending = descending;
                query.limit = 10;
                const QueryPlan plan = crowded_store().repository->store().explain(query);
                CAPTURE(filter.name, to_string(sort), joined(plan.steps), joined(plan.backend));
                CHECK(plan.caution.empty());
                CHECK(plan.steps.size() == 1);
                const std::string plans = crowded_store().plans_of([&](auto& session) {
                    query.after = session.find(query).next;
                    session.find(query);
                });
                CAPTURE(plans);
                CHECK(answers_from_indexes(plans));
            }
        }
    }
}

TEST_CASE("where no index has a filter and the order, explain says so, and the order is walked first") {
    for (const Filter& filter : filters()) {
        for (const Sort sort : all_sorts) {
            if (std::ranges::find(filter.in_order, sort) != filter.in_order.end()) continue;
            Query query = filter.query;
            query.sort = sort;
            query.limit = 10;
            const QueryPlan plan = crowded_store().repository->store().explain(query);
            CAPTURE(filter.name, to_string(sort), joined(plan.backend));
            CHECK_THAT(plan.caution, ContainsSubstring("no index has the order and all that is asked"));
            CHECK_THAT(plan.steps.front(), ContainsSubstring(index_of(sort)));
            CHECK_THAT(joined(plan.backend), ContainsSubstring(filter.index));
            const std::string plans = crowded_store().plans_of([&](auto& session) {
                query.after = session.find(query).next;
                CHECK(session.find(query).batches.size() == 10);
            });
            CHECK_THAT(plans, !ContainsSubstring("USE TEMP B-TREE"));
        }
    }
}

TEST_CASE("what no index serves is named by explain") {
    const QueryPlan plan =
        crowded_store().repository->store().explain({.where = read("total_tokens > 5 and revision = 1")});
    CHECK(plan.steps ==
          std::vector<std::string>{
              "walks the index batches_by_created_at, which has the order asked for, until the page "
              "is full",
              "tests each batch on the way: usage.total_tokens > 5 and revision = 1"});
    CHECK_THAT(plan.caution, ContainsSubstring("most of the index is read before the page is full"));
}

TEST_CASE("a part of a text is looked for where an index narrows it, else in the order") {
    const auto steps = [](const std::string& where) {
        return joined(crowded_store().repository->store().explain({.where = read(where)}).steps);
    };
    CHECK_THAT(steps("error ~ Quota"),
               StartsWith("walks the index batches_with_errors where has(errors), which has the order asked "
                          "for, until the page is full\ntests each batch on the way: error ~ quota\n"));
    CHECK(steps("metadata.team ~ none") ==
          "takes the 0 batches for which metadata.team ~ none from their index, tests each of them for all "
          "that is asked, and sorts those that match\n");
    CHECK(steps("model ~ mini") ==
          "walks the index batches_by_created_at, which has the order asked for, until the page is full\n"
          "tests each batch on the way: model ~ mini\n");
    const QueryPlan by_id = crowded_store().repository->store().explain(
        {.where = read("id ~ b"), .sort = Sort::id, .descending = false});
    CHECK(by_id.steps.back() == "tests each batch on the way: id ~ b");
    CHECK_THAT(by_id.caution, ContainsSubstring("no index has what is tested"));
}

TEST_CASE("explain says in words what is done") {
    const Query query{.status = {"failed"}, .metadata = {{"team", "eval"}}};
    const QueryPlan many = crowded_store().repository->store().explain(query);
    CHECK(many.steps ==
          std::vector<std::string>{
              "walks the index batches_by_status where status = failed, which has the order asked for, "
              "until the page is full",
              "tests each batch on the way: metadata.team = eval",
              "if the page is not full after some ten thousand batches: takes the 2050 batches for "
              "which metadata.team = eval from their index, tests each of them for all that is asked, "
              "and sorts those that match"});
    const PlannedStore store;
    CHECK(store.repository->store().explain(query).steps ==
          std::vector<std::string>{
              "takes the 0 batches for which metadata.team = eval from their index, tests each "
              "of them for all that is asked, and sorts those that match"});
}

TEST_CASE("the pairs and errors of a page are fetched together") {
    const auto statements =
        crowded_store().statements_of([](auto& session) { session.find({.limit = 500}); });
    const auto from = [&](const std::string& table) {
        return std::ranges::count_if(statements, [&](const std::string& sql) {
            return sql.find("FROM " + table + " WHERE batch_key IN") != std::string::npos;
        });
    };
    CHECK(from("metadata") == 1);
    CHECK(from("errors") == 1);
    CHECK(statements.size() == 3);
    for (const std::string& statement : statements) {
        CHECK(answers_from_indexes(crowded_store().plan(statement)));
    }
}

TEST_CASE("batches are counted in the index of a filter") {
    for (const Filter& filter : filters()) {
        std::int64_t count = 0;
        const std::string plans =
            crowded_store().plans_of([&](auto& session) { count = session.count(filter.query); });
        CAPTURE(filter.name, plans);
        CHECK(count == 2'050);
        CHECK_THAT(plans, ContainsSubstring(filter.index));
        CHECK_THAT(plans, !ContainsSubstring("SCAN batches\n"));
        CHECK_THAT(plans, !ContainsSubstring("SCAN b\n"));
    }
}

TEST_CASE("what has not ended nor changed for long comes from an index, the longest unchanged first") {
    const std::string plans = crowded_store().plans_of([](auto& session) {
        session.find({.phase = {"waiting", "running"},
                      .changed_to_us = 2'000,
                      .sort = Sort::changed,
                      .descending = false});
    });
    CAPTURE(plans);
    CHECK_THAT(plans, ContainsSubstring("batches_by_changed_at (phase=? AND changed_at_us<?)"));
    CHECK(answers_from_indexes(plans));
}

TEST_CASE("what is due comes from indexes, in its order") {
    const PlannedStore store;
    store.repository->transaction([](BatchRepository& part) {
        for (int number = 0; number < 4'200; ++number) {
            const Batch batch{.id = std::to_string(number),
                              .status = "in_progress",
                              .expires_at = number % 2 == 0 ? std::nullopt : std::optional(number)};
            part.refresh(batch, {.observed_at_us = number, .source = "list"});
        }
    });
    const std::string plans = store.plans_of([](auto& session) {
        for (const Query& query : due_queries({.limit = 10}, 1'000'000'000'000)) session.find(query);
    });
    CAPTURE(plans);
    CHECK_THAT(plans, ContainsSubstring("SEARCH b USING INDEX batches_by_last_seen (phase=?)"));
    CHECK_THAT(plans,
               ContainsSubstring("SEARCH b USING INDEX batches_by_expires_at (phase=? AND expires_at<?)"));
    CHECK_THAT(plans, !ContainsSubstring("USE TEMP B-TREE"));
}

TEST_CASE("batches are counted among those of the rarest filter") {
    crowded_store().repository->refresh(
        R"({"id":"rare","object":"batch","status":"failed","metadata":{"team":"x"}})");
    const std::string plans = crowded_store().plans_of([](auto& session) {
        CHECK(session.count({.status = {"failed"}, .metadata = {{"team", "x"}}}) == 1);
        CHECK(session.count({.status = {"failed"}, .created_from = 1, .created_to = 101}) == 2'050);
    });
    CHECK_THAT(plans, ContainsSubstring("SEARCH b USING INTEGER PRIMARY KEY (rowid=?)"));
    CHECK_THAT(plans, ContainsSubstring("batches_by_status (status=? AND created_at>? AND created_at<?)"));
}

TEST_CASE("the past is told from the index of what was seen since") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) {
        session.find({.as_of_us = 1});
        session.count({.as_of_us = 1});
    });
    CHECK_THAT(plans, ContainsSubstring("batches_by_last_seen (phase=? AND last_seen_at_us>?)"));
    CHECK_THAT(plans, !ContainsSubstring("SCAN o"));
}
