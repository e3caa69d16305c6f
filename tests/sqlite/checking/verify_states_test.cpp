#include "catch.hpp"
#include "sqlite/sealed_store.hpp"

#include <fmt/ranges.h>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// For each column of a table, SQL that gives it a value that it does not have in a sealed store.
std::vector<std::string> changes_of(const Path& file, const std::string& table) {
    return rows(file,
                "SELECT name || ' = ' || CASE"
                // More of either may be true: repeats are counted, not logged.
                " WHEN name IN ('sightings', 'last_seen_at_us') THEN '0'"
                " WHEN name = 'extra' THEN '''{\"a\":1}'''"
                " WHEN type = 'INTEGER' THEN 'coalesce(' || name || ', 0) + 1'"
                " WHEN type = 'TEXT' THEN 'coalesce(' || name || ', '''') || ''!'''"
                " ELSE 'zeroblob(32)' END FROM pragma_table_info('" +
                    table + "') WHERE name <> 'batch_key'");
}

}  // namespace

TEST_CASE("a change of any column of a state is found") {
    const SealedStore store;
    const std::string original = read_bytes(store.file);
    for (const std::string& change : changes_of(store.file, "batches")) {
        write_bytes(store.file, original);
        store.tamper("UPDATE batches SET " + change + " WHERE id = 'batch_a'");
        INFO(change);
        CHECK_THAT(fmt::format("{}", fmt::join(store.problems(), "\n")), ContainsSubstring("batch batch_a"));
    }
}

TEST_CASE("a change of any column of a row that belongs to a state is found") {
    const SealedStore store;
    const std::string original = read_bytes(store.file);
    for (const std::string table : {"errors", "request_counts", "metadata", "token_usage"}) {
        for (const std::string& change : changes_of(store.file, table)) {
            write_bytes(store.file, original);
            store.tamper("UPDATE " + table + " SET " + change +
                         (table == "errors" ? " WHERE position = 1" : ""));
            INFO(table << ": " << change);
            CHECK_THAT(fmt::format("{}", fmt::join(store.problems(), "\n")),
                       ContainsSubstring("batch batch_"));
        }
    }
}

TEST_CASE("an unreadable state is named") {
    const Problems problems = problems_after("UPDATE batches SET extra = '{' WHERE id = 'batch_a'");
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems[0], StartsWith("batch batch_a: a stored JSON object cannot be read"));
}

TEST_CASE("a changed state is named with the fields that differ from the log") {
    CHECK(problems_after("UPDATE batches SET status = 'completed', completed_at = 1, phase = 'ended' "
                         "WHERE id = 'batch_a'") ==
          Problems{R"(batch batch_a: status is "completed", the log says "in_progress"; )"
                   R"(completed_at is 1, the log says null; phase is ended, the log says running)"});
}

TEST_CASE("a changed count of sightings is named with what it could be") {
    CHECK(problems_after("UPDATE batches SET sightings = 1, revision = 7 WHERE id = 'batch_a'") ==
          Problems{"batch batch_a: revision is 7, the log says 2; sightings is 1, the log says 2"});
    CHECK(problems_after("UPDATE batches SET last_seen_at_us = 5000 WHERE id = 'batch_a'") ==
          Problems{"batch batch_a: sightings is 2, the log says 3"});
}

TEST_CASE(
    "a value that differs is cut short between two characters, and the rest of many fields is counted") {
    std::string text = "a";
    for (int i = 0; i < 1000; ++i) {
        text += "é";
    }
    CHECK(
        problems_after(
            "UPDATE batches SET model = '" + text +
            "', endpoint = 'x', input_file_id = 'x', completion_window = 'x', output_file_id = 'x', "
            "error_file_id = 'x', created_at = 1 WHERE id = 'batch_b'") ==
        Problems{R"(batch batch_b: endpoint is "x", the log says "/v1/responses"; )"
                 R"(model is "aééééééééééééééééééé…, the log says null; )"
                 R"(input_file_id is "x", the log says "file-1"; )"
                 R"(completion_window is "x", the log says "24h"; output_file_id is "x", the log says null; )"
                 R"(and 2 more)"});
}

TEST_CASE("of two long values the part is shown in which they differ") {
    CHECK(problems_after("UPDATE errors SET message = 'cat' WHERE message = 'cut'") ==
          Problems{R"(batch batch_b: errors is …ne","message":"cat","param":null,"line":…, the log says )"
                   R"(…ne","message":"cut","param":null,"line":…)"});
}

TEST_CASE("an unreadable state does not hide what is wrong behind it") {
    const Problems problems = problems_after(
        "UPDATE batches SET extra = '{' WHERE id = 'batch_a'; UPDATE batches SET phase = 'ended' WHERE id = "
        "'batch_c'");
    REQUIRE(problems.size() == 2);
    CHECK(problems[1] == "batch batch_c: phase is ended, the log says waiting");
}

TEST_CASE("a changed row of a state is named with the field it belongs to") {
    const auto [sql, field] = GENERATE(table<const char*, const char*>({
        {"UPDATE request_counts SET completed = 3", "request_counts"},
        {"DELETE FROM request_counts", "request_counts"},
        {"UPDATE token_usage SET input_tokens = NULL", "usage"},
        {"DELETE FROM token_usage", "usage"},
        {"UPDATE metadata SET value = '3'", "metadata"},
        {"UPDATE metadata SET key = 'Completed'", "metadata"},
        {"DELETE FROM metadata", "metadata"},
        {"INSERT INTO metadata SELECT batch_key, 'added', '' FROM metadata", "metadata"},
        {"INSERT INTO errors SELECT batch_key, 0, 'a', 'b', 'c', 1 FROM request_counts", "errors"},
    }));
    const Problems problems = problems_after(sql);
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems[0], StartsWith(std::string("batch batch_a: ") + field + " is "));
}

TEST_CASE("a changed error of a batch is found") {
    const std::string change = GENERATE(
        "DELETE FROM errors WHERE position = 0",
        "UPDATE errors SET message = 'all is well' WHERE position = 1",
        "UPDATE errors SET position = 1 - position + 10",
        "INSERT INTO errors SELECT batch_key, 2, code, message, param, line FROM errors WHERE position = 1");
    INFO(change);
    CHECK_THAT(problems_after(change).at(0), StartsWith("batch batch_b: errors is "));
}

TEST_CASE("errors that are not numbered from 0 are found") {
    CHECK(problems_after("UPDATE errors SET position = 5 WHERE position = 1") ==
          Problems{"batch batch_b: its errors are not numbered 0, 1, 2"});
}

TEST_CASE("a row that is added to a batch that had none is found") {
    const auto [sql, field] = GENERATE(table<const char*, const char*>({
        {"INSERT INTO request_counts SELECT batch_key, 1, 1, 0 FROM batches WHERE id = 'batch_c'",
         "request_counts"},
        {"INSERT INTO token_usage(batch_key) SELECT batch_key FROM batches WHERE id = 'batch_c'", "usage"},
        {"INSERT INTO metadata SELECT batch_key, 'a', 'b' FROM batches WHERE id = 'batch_c'", "metadata"},
    }));
    const Problems problems = problems_after(sql);
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems[0], StartsWith(std::string("batch batch_c: ") + field + " is "));
}

TEST_CASE("a row that belongs to no batch is found") {
    CHECK(problems_after("INSERT INTO request_counts VALUES(99, 1, 1, 0)") ==
          Problems{"request_counts: row 99 belongs to no batch"});
}

TEST_CASE("a batch without a log is found") {
    const Problems problems = problems_after(
        "INSERT INTO batches(id, phase, error_count, revision, first_seen_at_us, last_seen_at_us, sightings, "
        "last_answered_at_us, changed_at_us, fold_epoch,"
        " fold_rank, fold_lifecycle_at, fold_finished, fold_observed_at_us, fold_digest)"
        " VALUES('batch_d', 'waiting', 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, zeroblob(32))");
    CHECK(problems == Problems{"batch batch_d: is not in the log"});
}
