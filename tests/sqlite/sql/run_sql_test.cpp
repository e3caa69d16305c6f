#include "catch.hpp"
#include "sqlite/one_file.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

std::string text_of(const SqlValue& value) {
    struct Text {
        std::string operator()(std::monostate) const { return "null"; }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(double number) const { return fmt::format("{} real", number); }
        std::string operator()(std::string_view text) const { return fmt::format("'{}'", text); }
        std::string operator()(SqlBlob blob) const { return fmt::format("{} bytes", blob.bytes.size()); }
    };
    return std::visit(Text(), value);
}

/// What a query answers: the names of the columns, and the rows.
std::vector<std::string> answer(const Path& file, const std::string& query, const SqlOptions& options = {}) {
    std::vector<std::string> lines;
    const SqlVisitor visitor{
        .on_columns = [&](auto names) { lines.push_back(fmt::format("{}", fmt::join(names, "|"))); },
        .on_row =
            [&](auto row) {
                std::string line;
                for (const SqlValue& value : row) line += (line.empty() ? "" : "|") + text_of(value);
                lines.push_back(line);
                return true;
            },
    };
    CHECK(run_sql(file.string(), query, visitor, options));
    return lines;
}

std::string refused_sql(const Path& file, const std::string& query, const SqlOptions& options = {}) {
    return refusal([&] { run_sql(file.string(), query, {}, options); });
}

constexpr const char* endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ";

}  // namespace

TEST_CASE("a query gives values as they are in the store") {
    const OneStore store;
    CHECK(
        answer(store.file, "SELECT 9223372036854775807 AS i, 0.5 AS r, 'ü' AS t, x'00ff' AS b, NULL AS n") ==
        std::vector<std::string>{"i|r|t|b|n", "9223372036854775807|0.5 real|'ü'|2 bytes|null"});
    CHECK(answer(store.file, "SELECT 'a' || char(0) || 'b' AS t").back() == std::string("'a\0b'", 5));
    CHECK(answer(store.file, "SELECT id, id, metadata FROM batch_overview") ==
          std::vector<std::string>{"id|id|metadata", R"('batch_a'|'batch_a'|'{"completed":"1"}')"});
    CHECK(answer(store.file, "SELECT id FROM batches WHERE id = 'nobody'") == std::vector<std::string>{"id"});
}

TEST_CASE("whatever changes something is refused as SQL, and leaves no trace") {
    const OneStore store;
    const auto before = contents(store.folder.path());
    const std::string query = GENERATE(
        "INSERT INTO batches (id) VALUES ('x')", "UPDATE batches SET status = 'x'", "DELETE FROM batches",
        "REPLACE INTO metadata VALUES (1, 'a', 'b')", "DROP TABLE batches", "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)", "CREATE VIEW v AS SELECT 1", "CREATE VIRTUAL TABLE t USING fts5(a)",
        "ALTER TABLE batches RENAME TO b", "CREATE INDEX i ON batches (id)", "DROP INDEX batches_by_id",
        "EXPLAIN DELETE FROM batches", "WITH a AS (SELECT 1) DELETE FROM batches", "VACUUM",
        "VACUUM INTO 'other.db'", "REINDEX", "ANALYZE",
        "CREATE TRIGGER t AFTER INSERT ON batches BEGIN SELECT 1; END", "DELETE FROM observations",
        "INSERT INTO batches (id) VALUES ('x') RETURNING id", "UPDATE sqlite_temp_master SET sql = ''");
    INFO(query);
    CHECK_THAT(refused_sql(store.file, query),
               StartsWith("invalid: it would change something, and only reading is allowed") ||
                   StartsWith("invalid: table sqlite_temp_master may not be modified"));
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("what reaches beyond the store is refused as SQL, and leaves no trace") {
    const OneStore store;
    const auto before = contents(store.folder.path());
    const auto [query, reason] = GENERATE(table<const char*, const char*>({
        {"ATTACH 'other.db' AS other", "no other file may be attached"},
        {"ATTACH ':memory:' AS other", "no other file may be attached"},
        {"DETACH main", "no other file may be attached"},
        {"SELECT load_extension('it')", "load_extension may not be called"},
        {"SELECT fts3_tokenizer('simple')", "fts3_tokenizer may not be called"},
        {"SELECT readfile('/etc/hostname')", "line 1, column 8: no such function: readfile"},
        {"SELECT writefile('x', 'y')", "line 1, column 8: no such function: writefile"},
        {"BEGIN IMMEDIATE", "transactions are of no use here"},
        {"COMMIT", "transactions are of no use here"},
        {"SAVEPOINT a", "transactions are of no use here"},
        {"UPDATE sqlite_schema SET sql = ''", "table sqlite_master may not be modified"},
    }));
    INFO(query);
    CHECK(refused_sql(store.file, query) == std::string("invalid: ") + reason);
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("what is refused is refused in a view of the file too") {
    const OneStore store;
    run_sql(store.file,
            "CREATE VIEW bait AS SELECT fts3_tokenizer('simple');"
            "CREATE VIEW trap AS SELECT load_extension('it')");
    CHECK(refused_sql(store.file, "SELECT * FROM bait") == "invalid: unsafe use of fts3_tokenizer()");
    CHECK(refused_sql(store.file, "SELECT * FROM trap") == "invalid: unsafe use of load_extension()");
}

TEST_CASE("a PRAGMA is refused unless it tells about tables or the file") {
    const OneStore store;
    const auto before = contents(store.folder.path());
    const std::string pragma = GENERATE(
        "journal_mode = DELETE", "journal_mode", "query_only = OFF", "writable_schema = ON",
        "user_version = 7", "application_id = 7", "encoding = 'UTF-16'", "page_size = 512", "wal_checkpoint",
        "wal_checkpoint(TRUNCATE)", "optimize", "foreign_keys = OFF", "trusted_schema = ON",
        "temp_store_directory = '/tmp'", "locking_mode = EXCLUSIVE", "incremental_vacuum", "cache_size = 1",
        "mmap_size = 1", "main.journal_mode = OFF", "Journal_Mode(OFF)", "no_such_thing");
    INFO(pragma);
    CHECK_THAT(refused_sql(store.file, "PRAGMA " + pragma),
               ContainsSubstring("is not among those that may be asked"));
    CHECK(contents(store.folder.path()) == before);
}

TEST_CASE("a PRAGMA that tells about tables is answered, also as a table") {
    const OneStore store;
    const std::vector<std::string> names{"name", "'batch_key'", "'total'", "'completed'", "'failed'"};
    CHECK(answer(store.file, "SELECT name FROM pragma_table_info('request_counts')") == names);
    CHECK(answer(store.file, "PRAGMA table_info(request_counts)").size() == names.size());
    CHECK(answer(store.file, "PRAGMA INDEX_LIST(errors)").size() == 3);
    CHECK(answer(store.file, "PRAGMA user_version") == std::vector<std::string>{"user_version", "1"});
    CHECK_THAT(refused_sql(store.file, "SELECT * FROM pragma_journal_mode"), StartsWith("invalid: "));
}

TEST_CASE("a query reads JSON and counts by itself") {
    const OneStore store;
    CHECK(answer(store.file, "SELECT key, value FROM json_each('{\"a\":1}')").back() == "'a'|1");
    CHECK(answer(store.file, "SELECT body ->> '$.id' FROM observations").back() == "'batch_a'");
    CHECK(answer(store.file, "VALUES (1), (2)") == std::vector<std::string>{"column1", "1", "2"});
    CHECK(answer(store.file, "EXPLAIN QUERY PLAN SELECT 1").size() == 2);
}

TEST_CASE("a query is one statement, whatever stands around it") {
    const OneStore store;
    const std::vector<std::string> one{"1", "1"};
    CHECK(answer(store.file, ";; -- first\n /* then */ SELECT 1 ; -- end\n/**/ ; /* open") == one);
    CHECK(refused_sql(store.file, "SELECT 1;\n SELEKT 2") ==
          "invalid: line 2, column 2: a second statement begins; run one at a time");
    CHECK(refused_sql(store.file, "SELECT 1; DROP TABLE batches") ==
          "invalid: line 1, column 11: a second statement begins; run one at a time");
    const std::string empty = GENERATE("", " ;\n", "-- nothing", "/* nothing", "/*/", "--");
    CHECK(refused_sql(store.file, empty) == "invalid: the query is empty");
}

TEST_CASE("a mistake in a query is named with its place") {
    const OneStore store;
    const auto [query, reason] = GENERATE(table<std::string, const char*>({
        {"SELECT 'ü', colour FROM batches", "line 1, column 13: no such column: colour"},
        {"-- all\nSELECT id\nFORM batches", "line 3, column 6: near \"batches\": syntax error"},
        {"SELECT", "incomplete input"},
        {"SELECT * FROM batch", "no such table: batch"},
        {"SELECT json('{')", "malformed JSON"},
        {"SELECT abs(-9223372036854775808)", "integer overflow"},
        {"SELECT zeroblob(2000000000)", "string or blob too big"},
        {std::string("SELECT 1\0, 2", 12), "line 1, column 9: there is a NUL character"},
    }));
    CHECK(refused_sql(store.file, query) == std::string("invalid: ") + reason);
}

TEST_CASE("parameters stand for values, never for SQL") {
    const OneStore store;
    const SqlOptions options{.parameters = {{"a", std::int64_t{1}}, {"b", 0.5}, {"c", "'; DROP TABLE x"}}};
    CHECK(answer(store.file, "SELECT :a, @b, $c, :a", options).back() == "1|0.5 real|''; DROP TABLE x'|1");
    const SqlOptions numbered{.parameters = {{"1", "x"}, {"2", "y"}}};
    CHECK(answer(store.file, "SELECT ?2, ?1", numbered).back() == "'y'|'x'");
    CHECK(answer(store.file, "SELECT ?, ?", numbered).back() == "'x'|'y'");
    CHECK(refused_sql(store.file, "SELECT :a, :b", {.parameters = {{"a", "x"}}}) ==
          "invalid: the query's parameter b has no value");
    CHECK(refused_sql(store.file, "SELECT :a", numbered) == "invalid: the query's parameter a has no value");
    CHECK(refused_sql(store.file, "SELECT 1", numbered) == "invalid: the query has no parameter 1");
}

TEST_CASE("a query of a megabyte is answered, or refused in one short line") {
    const OneStore store;
    const std::string megabyte(1 << 20, 'x');
    CHECK(answer(store.file, "SELECT length('" + megabyte + "') -- " + megabyte).back() == "1048576");
    std::string sum = "SELECT 1";
    while (sum.size() < megabyte.size()) sum += "+1";
    const std::string nested = "SELECT " + std::string(megabyte.size(), '(');
    for (const std::string& query : {sum, nested, "SELECT " + megabyte + " FROM batches", megabyte}) {
        const std::string said = refused_sql(store.file, query);
        CHECK_THAT(said, StartsWith("invalid: "));
        CHECK(said.find('\n') == std::string::npos);
        CHECK(said.size() < 200);
    }
}

TEST_CASE("a query that has no end is ended from another thread") {
    const OneStore store;
    const std::string what =
        GENERATE("count(*) FROM n", "i FROM n WHERE i < 0", "i FROM n", "max(hex(i)) FROM n");
    INFO(what);
    std::atomic<bool> stop = false;
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        stop = true;
    });
    CHECK_FALSE(run_sql(store.file.string(), endless + what, {}, {.parameters = {}, .stop = &stop}));
    other.join();
}

TEST_CASE("a query that has been ended before it began gives no row") {
    const OneStore store;
    const std::atomic<bool> stop = true;
    int rows = 0;
    const SqlVisitor visitor{.on_columns = {}, .on_row = [&](auto) { return ++rows > 0; }};
    CHECK_FALSE(run_sql(store.file.string(), "SELECT 1", visitor, {.parameters = {}, .stop = &stop}));
    CHECK(rows == 0);
}

TEST_CASE("a visitor that has enough, or throws, ends the query") {
    const OneStore store;
    int rows = 0;
    const SqlVisitor three{.on_columns = {}, .on_row = [&](auto) { return ++rows < 3; }};
    CHECK(run_sql(store.file.string(), std::string(endless) + "i FROM n", three));
    CHECK(rows == 3);
    const SqlVisitor thrower{.on_columns = {},
                             .on_row = [](auto) -> bool { throw std::logic_error("mine"); }};
    CHECK_THROWS_AS(run_sql(store.file.string(), std::string(endless) + "i FROM n", thrower),
                    std::logic_error);
}

TEST_CASE("a query opens only a store, and makes none") {
    const OneFile nothing;
    CHECK_THAT(refused_sql(nothing.file, "SELECT 1"), StartsWith("not_found: "));
    CHECK(contents(nothing.folder.path()).empty());
    write_bytes(nothing.file, "not a database, but long enough for one: " + std::string(1000, '-'));
    CHECK_THAT(refused_sql(nothing.file, "SELECT 1"), StartsWith("corrupt: "));
}

TEST_CASE("a query sees what was committed, beside a writer at work") {
    const OneStore store;
    const auto repository = open(store.file.string());
    repository->transaction([&](BatchRepository& inside) {
        inside.refresh(progress_answer("batch_b", 1));
        CHECK(answer(store.file, "SELECT count(*) FROM batches").back() == "1");
    });
    CHECK(answer(store.file, "SELECT count(*) FROM batches").back() == "2");
}
