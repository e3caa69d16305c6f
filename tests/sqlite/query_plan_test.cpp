#include "catch.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/sample_answers.hpp"
#include "sqlite/session.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

#include <set>

#include <sqlite3.h>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A store that tells how SQLite would answer the questions that it is asked.
struct PlannedStore {
    TemporaryFolder folder;
    std::string file = (folder.path() / "it.db").string();
    std::unique_ptr<sqlite::Session> session;

    PlannedStore() {
        open(file)->refresh(progress_answer("batch_a", 1));
        session = std::make_unique<sqlite::Session>(file, OpenOptions{});
    }

    std::string plan(const std::string& query) const {
        std::string text;
        for (const std::string& row : rows(Path(file), "EXPLAIN QUERY PLAN " + query)) {
            text += row.substr(row.rfind('|') + 1) + "\n";
        }
        return text;
    }

    /// The plans of all statements that a call runs.
    std::string plans_of(const std::function<void(BatchRepository&)>& call) const {
        std::set<std::string> statements;
        sqlite3* database = session->connection().database().getHandle();
        const auto note = [](unsigned, void* noted, void* statement, void*) {
            const std::string sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
            if (sql.starts_with("SELECT") || sql.starts_with("UPDATE")) {
                static_cast<std::set<std::string>*>(noted)->insert(sql);
            }
            return 0;
        };
        sqlite3_trace_v2(database, SQLITE_TRACE_STMT, note, &statements);
        call(*session);
        sqlite3_trace_v2(database, 0, nullptr, nullptr);
        std::string plans;
        for (const std::string& statement : statements) {
            plans += plan(statement);
        }
        return plans;
    }
};

/// No table is read from end to end, and nothing is sorted. The end of the log is the first row in the
/// descending order of its key; `p` are the rows of one page, `batches_due` those of a view that merges.
bool answers_from_indexes(const std::string& plan) {
    std::istringstream lines(plan);
    for (std::string line; std::getline(lines, line);) {
        const bool is_scan = line.starts_with("SCAN") && line.find("USING") == std::string::npos;
        if (line.starts_with("USE TEMP B-TREE") ||
            (is_scan && line != "SCAN observations" && line != "SCAN p" && line != "SCAN batches_due")) {
            return false;
        }
    }
    return !plan.empty();
}

}  // namespace

TEST_CASE("a batch is found by its id, with all that belongs to it") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) { session.get("batch_a"); });
    CHECK_THAT(plans, ContainsSubstring("SEARCH b USING INDEX batches_by_id (id=?)"));
    CHECK_THAT(plans, ContainsSubstring("SEARCH metadata USING PRIMARY KEY (batch_key=?)"));
    CHECK(answers_from_indexes(plans));
    CHECK_THAT(plans, !ContainsSubstring("SCAN"));
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

TEST_CASE("a page by status and time comes from one index, in its order") {
    const PlannedStore store;
    const Query query{.status = {"failed"}, .created_from = 1, .created_to = 2};
    const std::string plans = store.plans_of([&](auto& session) { session.find(query); });
    CHECK_THAT(plans, ContainsSubstring("batches_by_status (status=? AND created_at>? AND created_at<?)"));
    CHECK(answers_from_indexes(plans));
}

TEST_CASE("batches of several statuses are found in the index on status") {
    const PlannedStore store;
    const Query query{.status = {"failed", "expired"}, .created_from = {}, .created_to = {}};
    const std::string plans = store.plans_of([&](auto& session) { session.find(query); });
    CHECK_THAT(plans, ContainsSubstring("SEARCH b USING COVERING INDEX batches_by_status (status=?)"));
    CHECK_THAT(plans, !ContainsSubstring("SCAN batches"));
}

TEST_CASE("a page by time comes from the index on it, in its order") {
    const PlannedStore store;
    const Query newest{};
    const Query between{.status = {}, .created_from = 1, .created_to = 2};
    const std::string plans = store.plans_of([&](auto& session) {
        session.find(newest);
        session.find(between);
    });
    CHECK_THAT(plans, ContainsSubstring("SCAN b USING COVERING INDEX batches_by_created_at"));
    CHECK_THAT(plans,
               ContainsSubstring(
                   "SEARCH b USING COVERING INDEX batches_by_created_at (created_at>? AND created_at<?)"));
    CHECK(answers_from_indexes(plans));
}

TEST_CASE("batches are counted in indexes alone") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) {
        session.count({});
        session.count({.status = {"failed", "expired"}, .created_from = 1, .created_to = 2});
        session.count({.status = {}, .created_from = 1, .created_to = 2});
    });
    CHECK_THAT(plans, ContainsSubstring("COVERING INDEX batches_by_status"));
    CHECK_THAT(plans, ContainsSubstring("COVERING INDEX batches_by_created_at"));
    CHECK(answers_from_indexes(plans));
}

TEST_CASE("all batches and all entries are read in the order of their keys, without sorting") {
    const PlannedStore store;
    const std::string plans = store.plans_of([](auto& session) {
        session.each_batch([](const auto&) { return true; });
        session.each_observation([](const auto&) { return true; });
    });
    CHECK_THAT(plans, ContainsSubstring("SCAN b\n"));
    CHECK_THAT(plans, ContainsSubstring("SCAN o\n"));
    CHECK_THAT(plans, !ContainsSubstring("USE TEMP B-TREE"));
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
