#include "catch.hpp"
#include "sqlite/open_store.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/rows/batch_rows.hpp"
#include "sqlite/sample_answers.hpp"
#include "sqlite/session.hpp"

#include <set>

#include <sqlite3.h>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::string type_of(const std::optional<std::string>*) {
    return "TEXT";
}
std::string type_of(const std::optional<std::int64_t>*) {
    return "INTEGER";
}
std::string type_of(const std::int64_t*) {
    return "INTEGER";
}
std::string type_of(const int*) {
    return "INTEGER";
}
std::string type_of(const Digest*) {
    return "BLOB";
}

/// `name TYPE` of each column of a table in C++.
using Columns = std::set<std::string>;

template <class Record, class Value>
std::string name_and_type(const Column<Record, Value>& column) {
    return std::string(column.name) + " " + type_of(static_cast<const Value*>(nullptr));
}

template <class Table>
void add(Columns& columns, const Table& table) {
    for_each_column(table, [&](const auto& column) { columns.insert(name_and_type(column)); });
}

template <class Table>
Columns child_columns(const Table& table, Columns columns = {"batch_key INTEGER"}) {
    add(columns, table);
    return columns;
}

Columns columns_in(const std::string& file, const std::string& table) {
    const auto found =
        rows(Path(file), "SELECT name || ' ' || type FROM pragma_table_xinfo('" + table + "')");
    return {found.begin(), found.end()};
}

}  // namespace

TEST_CASE("each column of a batch is known to the program and to the schema") {
    const OpenStore store;
    // What is made for a row, and what only queries use.
    Columns known{"batch_key INTEGER",      "id TEXT",    "phase TEXT",       "error_count INTEGER",
                  "metadata_count INTEGER", "extra TEXT", "ended_at INTEGER", "due_at_us INTEGER"};
    sqlite::for_each_batch_column([&](const auto& column) { known.insert(name_and_type(column)); });
    add(known, standing_columns);
    add(known, fold_columns);
    CHECK(columns_in(store.file, "batches") == known);
}

TEST_CASE("each column of what belongs to a batch is known to the program and to the schema") {
    const OpenStore store;
    CHECK(columns_in(store.file, "errors") ==
          child_columns(error_columns, {"batch_key INTEGER", "position INTEGER"}));
    CHECK(columns_in(store.file, "request_counts") == child_columns(request_count_columns));
    CHECK(columns_in(store.file, "token_usage") == child_columns(usage_columns));
    CHECK(columns_in(store.file, "metadata") == Columns{"batch_key INTEGER", "key TEXT", "value TEXT"});
}

TEST_CASE("each field of a batch is a column of batches or has a table of its own") {
    const OpenStore store;
    const std::set<std::string> tables{"errors", "request_counts", "usage", "metadata"};
    std::set<std::string> elsewhere;
    for_each_column(batch_columns, [&](const auto& column) { elsewhere.emplace(column.name); });
    sqlite::for_each_batch_column([&](const auto& column) { elsewhere.erase(std::string(column.name)); });
    CHECK(elsewhere == tables);
}

TEST_CASE("each column of the log is known") {
    const OpenStore store;
    CHECK(columns_in(store.file, "observations") ==
          Columns{"seq INTEGER", "batch_key INTEGER", "observed_at_us INTEGER", "recorded_at_us INTEGER",
                  "source TEXT", "precedence TEXT", "verdict TEXT", "body TEXT", "answer_digest BLOB",
                  "entry BLOB", "digest BLOB"});
    CHECK(columns_in(store.file, "schema_migrations") == Columns{"version INTEGER", "name TEXT",
                                                                 "checksum TEXT", "applied_at_us INTEGER",
                                                                 "applied_by TEXT"});
}

TEST_CASE("the tables, views, indexes and triggers are those of the design, and all tables are strict") {
    const OpenStore store;
    const auto named = [&](const std::string& query) {
        return fmt::format("{}", fmt::join(rows(Path(store.file), query), " "));
    };
    CHECK(named("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict "
                "ORDER BY 1") ==
          "batches errors metadata observations request_counts schema_migrations token_usage");
    CHECK(
        named("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict") ==
        "sqlite_schema");
    CHECK(named("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY 1") ==
          "batch_overview batches_due");
    CHECK(named("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1") ==
          "batches_by_changed_at batches_by_created_at batches_by_ended_at batches_by_endpoint "
          "batches_by_error_file "
          "batches_by_expires_at batches_by_id batches_by_input_file batches_by_last_seen batches_by_model "
          "batches_by_output_file batches_by_status batches_with_errors errors_by_code metadata_by_pair "
          "observations_by_answer observations_by_source request_counts_by_failed");
    CHECK(named("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1") ==
          "observations_keep_rows observations_keep_values");
}

TEST_CASE("the view of batches shows one line a batch with times that people read") {
    const OpenStore store;
    store.repository->refresh(progress_answer("batch_a", 25));
    store.repository->refresh(failed_answer("batch_b"));
    const std::string columns =
        "id, status, created, ended, duration_seconds, completed, success_rate, input_tokens, "
        "error_count, metadata";
    CHECK(rows(Path(store.file), "SELECT " + columns + " FROM batch_overview ORDER BY id") ==
          std::vector<std::string>{
              R"(batch_a|in_progress|2026-10-01T00:00:00Z|||25|1.0|25|0|{"completed":"25"})",
              R"(batch_b|failed|2026-10-01T00:00:00Z|2026-10-01T00:01:40Z|100||||2|{})"});
}

TEST_CASE("the view and the statistics mean the same by success") {
    const OpenStore store;
    const auto counted = [&](const std::string& id, const char* counts) {
        store.repository->refresh(answer_with(id, fmt::format(R"("request_counts":{})", counts)));
    };
    counted("a", R"({"total":10,"completed":6,"failed":2})");
    counted("b", R"({"total":10,"completed":6})");
    counted("c", R"({"total":10,"completed":0,"failed":0})");
    CHECK(rows(Path(store.file), "SELECT id, success_rate FROM batch_overview ORDER BY id") ==
          std::vector<std::string>{"a|0.75", "b|", "c|"});
    CHECK(statistics(*store.repository, {}).all.success_rate == 0.75);
}

TEST_CASE("the view of what is due shows batches that have not ended, the longest unseen first") {
    const OpenStore store;
    store.repository->refresh(progress_answer("batch_a", 1), {.observed_at_us = 3'000'000, .source = ""});
    store.repository->refresh(progress_answer("batch_b", 1), {.observed_at_us = 2'000'000, .source = ""});
    store.repository->refresh(failed_answer("batch_c"), {.observed_at_us = 1'000'000, .source = ""});
    CHECK(rows(Path(store.file), "SELECT id, last_seen FROM batches_due") ==
          std::vector<std::string>{"batch_b|1970-01-01T00:00:02Z", "batch_a|1970-01-01T00:00:03Z"});
}

TEST_CASE("a view says since when a batch is absent, and the other when to ask about it again") {
    const OpenStore store;
    store.repository->refresh(progress_answer("batch_a", 1), {.observed_at_us = 1'000'000});
    store.repository->note_absence("batch_a", "", {.observed_at_us = 2'000'000});
    store.repository->note_absence("batch_a", "", {.observed_at_us = 5'000'000});
    CHECK(rows(Path(store.file), "SELECT absent_since FROM batch_overview") ==
          std::vector<std::string>{"1970-01-01T00:00:02Z"});
    CHECK(rows(Path(store.file), "SELECT due_at_us FROM batches_due") ==
          std::vector<std::string>{std::to_string(due_at_us(*store.repository->get("batch_a")))});
    CHECK(due_at_us(*store.repository->get("batch_a")) == 8'000'000);
}

TEST_CASE("the time at which a batch ended is the one that its status names") {
    const OpenStore store;
    for (const char* status : {"completed", "failed", "expired", "cancelled", "stopped", "in_progress"}) {
        store.repository->refresh(answer_with(
            status,
            fmt::format(R"("status":"{}","completed_at":1,"failed_at":2,"expired_at":3,"cancelled_at":4)",
                        status)));
        const auto batch = store.repository->get(status);
        const auto in_table = rows(
            Path(store.file), fmt::format("SELECT ifnull(ended_at, 0) FROM batches WHERE id = '{}'", status));
        CHECK(in_table.front() == std::to_string(ended_at(*batch).value_or(0)));
    }
}

TEST_CASE("the log refuses to be changed") {
    const OpenStore store;
    store.repository->refresh(progress_answer("batch_a", 1));
    const std::string change =
        GENERATE("DELETE FROM observations", "UPDATE observations SET body = '{}'",
                 "UPDATE observations SET source = 'me'", "UPDATE observations SET digest = zeroblob(32)",
                 "UPDATE observations SET seq = 2", "UPDATE observations SET verdict = NULL",
                 "UPDATE observations SET body = NULL, entry = zeroblob(32)",
                 "UPDATE observations SET batch_key = NULL, observed_at_us = NULL, recorded_at_us = NULL, "
                 "source = NULL,"
                 " precedence = NULL, verdict = NULL, body = NULL, answer_digest = NULL");
    INFO(change);
    CHECK_THROWS_AS(run_sql(store.file, change), SQLite::Exception);
    CHECK(store.repository->store().verify().ok());
}

TEST_CASE("the log lets a row be pruned once and for all") {
    const OpenStore store;
    store.repository->refresh(progress_answer("batch_a", 1));
    const auto prune = [](const std::string& entry) {
        return "UPDATE observations SET batch_key = NULL, observed_at_us = NULL, recorded_at_us = NULL, "
               "source = NULL,"
               " precedence = NULL, verdict = NULL, body = NULL, answer_digest = NULL, entry = " +
               entry;
    };
    run_sql(store.file, prune("zeroblob(32)"));
    CHECK(
        rows(Path(store.file), "SELECT seq, body IS NULL, entry IS NULL, digest IS NULL FROM observations") ==
        std::vector<std::string>{"1|1|0|0"});
    CHECK_THROWS_AS(run_sql(store.file, prune("zeroblob(31)")), SQLite::Exception);
    CHECK_THROWS_AS(run_sql(store.file, prune("NULL")), SQLite::Exception);
}
