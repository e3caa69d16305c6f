#include "catch.hpp"
#include "sqlite/file/check_foreign_keys.hpp"
#include "sqlite/file/check_indexes.hpp"
#include "sqlite/sealed_store.hpp"

#include <fmt/ranges.h>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using Catch::Matchers::VectorContains;

namespace {

constexpr int page_bytes = 4096;

/// A sealed store whose file is changed below the rules that SQLite keeps.
struct BrokenStore : SealedStore {
    void edit_schema(const std::string& sql) const { run_sql(file, "PRAGMA writable_schema = ON;" + sql); }

    /// Runs SQL that an index does not follow.
    void behind_back_of(const std::string& index, const std::string& sql) const {
        const std::string row = " FROM sqlite_schema WHERE name = '" + index + "';";
        edit_schema("CREATE TABLE hidden AS SELECT *" + row + "DELETE" + row);
        tamper(sql);
        edit_schema("INSERT INTO sqlite_schema SELECT * FROM hidden; DROP TABLE hidden");
    }

    /// Puts another index that SQL makes, `other`, where one should be.
    void replace_index(const std::string& index, const std::string& making_other) const {
        run_sql(file, making_other);
        edit_schema(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = "
            "'other') WHERE name = '" +
            index + "'; DELETE FROM sqlite_schema WHERE name = 'other'");
    }

    /// Where the page begins at which a table or an index does.
    std::streamoff page_of(const std::string& name) const {
        const auto found = rows(file, "SELECT rootpage FROM sqlite_schema WHERE name = '" + name + "'");
        return (std::stoll(found.at(0)) - 1) * page_bytes;
    }

    /// What the walks say of the indexes.
    std::optional<bool> indexes() const {
        OpenOptions options;
        options.access = Access::read;
        sqlite::Connection connection(file.string(), options);
        const sqlite::Transaction moment(connection, sqlite::Transaction::Mode::read);
        return sqlite::indexes_hold(connection);
    }
    bool has_wrong_index() const { return indexes() == std::optional(false); }

    /// What verify finds, or why it cannot.
    std::string said() const {
        try {
            return fmt::format("{}", fmt::join(problems(), "\n"));
        } catch (const Error& error) {
            return error.what();
        }
    }
};

const std::string for_batch_c = "SELECT batch_key, 'team', 'red' FROM batches WHERE id = 'batch_c'";

}  // namespace

TEST_CASE("a store that nobody changed is proven by walks alone") {
    const BrokenStore store;
    CHECK(store.indexes() == std::optional(true));
    sqlite::Connection connection(store.file.string(), {});
    CHECK(sqlite::foreign_keys_hold(connection));
}

TEST_CASE("a foreign key to a row that is not there is not proven by walks") {
    const std::string change = GENERATE("INSERT INTO request_counts VALUES(99, 1, 1, 0)",
                                        "INSERT INTO token_usage(batch_key) VALUES(-1)",
                                        "INSERT INTO metadata VALUES(4, 'a', 'b')", "DELETE FROM batches");
    const BrokenStore store;
    store.tamper(change);
    sqlite::Connection connection(store.file.string(), {});
    CHECK_FALSE(sqlite::foreign_keys_hold(connection));
    CHECK_THAT(store.said(), ContainsSubstring("belongs to no batch"));
}

TEST_CASE("an entry that an index lacks is found") {
    const BrokenStore store;
    store.tamper("DELETE FROM metadata");
    const BrokenStore whole;
    const std::string row =
        rows(whole.file, "SELECT batch_key || ',''' || key || ''',''' || value || '''' FROM metadata").at(0);
    store.behind_back_of("metadata_by_pair", "INSERT INTO metadata VALUES(" + row + ")");
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.problems(),
               VectorContains(std::string("integrity: wrong # of entries in index metadata_by_pair")));
    CHECK_THAT(store.problems(),
               VectorContains(std::string("integrity: row 1 missing from index metadata_by_pair")));
}

TEST_CASE("an entry that an index has for no row is found") {
    const BrokenStore store;
    store.tamper("INSERT INTO metadata " + for_batch_c);
    store.behind_back_of("metadata_by_pair", "DELETE FROM metadata WHERE key = 'team'");
    CHECK(store.has_wrong_index());
    CHECK(store.problems() == Problems{"integrity: wrong # of entries in index metadata_by_pair"});
}

TEST_CASE("an entry with the right value and the key of another row is found") {
    const BrokenStore store;
    store.tamper("UPDATE metadata SET batch_key = 2");
    store.behind_back_of("metadata_by_pair", "UPDATE metadata SET batch_key = 1");
    CHECK(store.has_wrong_index());
    CHECK(store.problems() == Problems{"integrity: row 1 missing from index metadata_by_pair"});
}

TEST_CASE("an entry with another value than its row is found in every index") {
    const auto [index, column, other] = GENERATE(table<std::string, std::string, std::string>({
        {"batches_by_id", "id", "'batch_x'"},
        {"batches_by_status", "status", "'failed'"},
        {"batches_by_created_at", "created_at", "NULL"},
        {"batches_by_ended_at", "phase", "'ended'"},
        {"batches_by_last_seen", "last_seen_at_us", "3001"},
        {"batches_by_changed_at", "changed_at_us", "2"},
        {"batches_by_expires_at", "expires_at", "2"},
        {"batches_by_endpoint", "endpoint", "'/v1/response'"},
        {"batches_by_model", "model", "'gpt'"},
        {"batches_by_input_file", "input_file_id", "''"},
        {"batches_by_output_file", "output_file_id", "'file-2'"},
        {"batches_by_error_file", "error_file_id", "'file-2'"},
        {"batches_with_errors", "error_count", "1"},
    }));
    const BrokenStore store;
    const std::string before =
        rows(store.file, "SELECT quote(" + column + ") FROM batches WHERE id = 'batch_a'").at(0);
    store.tamper("UPDATE batches SET completed_at = 7 WHERE batch_key = 1");
    store.tamper("UPDATE batches SET " + column + " = " + other + " WHERE batch_key = 1");
    store.behind_back_of(
        index, "UPDATE batches SET completed_at = NULL, " + column + " = " + before + " WHERE batch_key = 1");
    INFO(index);
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.said(), StartsWith("integrity: ") && ContainsSubstring(index));
}

TEST_CASE("an entry that does not follow its row is found in the indexes of other tables") {
    const auto [index, change, back] = GENERATE(table<std::string, std::string, std::string>({
        {"errors_by_code", "UPDATE errors SET code = code || '!'",
         "UPDATE errors SET code = rtrim(code, '!')"},
        {"request_counts_by_failed", "UPDATE request_counts SET failed = failed + 1",
         "UPDATE request_counts SET failed = failed - 1"},
        {"observations_by_answer", "UPDATE observations SET batch_key = 3 - batch_key WHERE batch_key < 3",
         "UPDATE observations SET batch_key = 3 - batch_key WHERE batch_key < 3"},
        {"observations_by_source", "UPDATE observations SET source = source || 'x'",
         "UPDATE observations SET source = rtrim(source, 'x')"},
    }));
    const BrokenStore store;
    store.tamper(change);
    store.behind_back_of(index, back);
    INFO(index);
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.said(), ContainsSubstring("integrity: ") && ContainsSubstring("index " + index));
}

TEST_CASE("an entry that the condition of its index leaves out is found") {
    const BrokenStore store;
    store.replace_index("batches_by_output_file", "CREATE INDEX other ON batches (output_file_id)");
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.problems(),
               VectorContains(std::string("integrity: wrong # of entries in index batches_by_output_file")));
}

TEST_CASE("entries in the wrong order are found") {
    const BrokenStore store;
    store.replace_index("batches_by_changed_at",
                        "CREATE INDEX other ON batches (phase DESC, changed_at_us DESC)");
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.said(),
               StartsWith("integrity: ") && ContainsSubstring("missing from index batches_by_changed_at"));
}

TEST_CASE("entries that hold more than they should are found") {
    const BrokenStore store;
    store.replace_index("batches_by_created_at", "CREATE INDEX other ON batches (created_at, status)");
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.said(), StartsWith("integrity: ") && ContainsSubstring("batches_by_created_at"));
}

TEST_CASE("an id that is there twice is found") {
    const BrokenStore store;
    store.behind_back_of(
        "batches_by_id",
        "UPDATE batches SET id = 'batch_b' WHERE id = 'batch_a'; CREATE INDEX other ON batches (id)");
    store.replace_index("batches_by_id", "SELECT 1");
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.problems(),
               VectorContains(std::string("integrity: non-unique entry in index batches_by_id")));
}

TEST_CASE("rows that lie in the wrong order are found") {
    const BrokenStore store;
    const auto cells = store.page_of("errors") + 8;
    const std::string bytes = read_bytes(store.file).substr(static_cast<std::size_t>(cells), 4);
    overwrite(store.file, cells, bytes.substr(2) + bytes.substr(0, 2));
    CHECK(store.has_wrong_index());
    CHECK_THAT(store.said(), ContainsSubstring("integrity: ") && ContainsSubstring("errors"));
}

TEST_CASE("a damaged page is found, wherever it is") {
    const std::string name =
        GENERATE("batches", "errors", "metadata_by_pair", "batches_by_id", "observations_by_source");
    const auto [at, bytes] = GENERATE(table<int, std::string>({
        {5, std::string("\0\x10", 2)},    // where the content begins
        {8, std::string("\xff\xff", 2)},  // the first cell
        {1, std::string("\0\x04", 2)},    // the first free block
    }));
    const BrokenStore store;
    overwrite(store.file, store.page_of(name) + at, bytes);
    INFO(name << " at " << at);
    CHECK_THAT(store.said(), ContainsSubstring("integrity: ") || ContainsSubstring("malformed"));
}

TEST_CASE("a page that nothing uses is found") {
    const BrokenStore store;
    store.edit_schema("DELETE FROM sqlite_schema WHERE name = 'batches_by_model'");
    CHECK_THAT(store.said(), ContainsSubstring("integrity: ") && ContainsSubstring("never used"));
}

TEST_CASE("a value that its column does not allow is found") {
    const auto [table, rule, without, change] =
        GENERATE(Catch::Generators::table<std::string, std::string, std::string, std::string>({
            {"metadata", "value TEXT NOT NULL", "value TEXT", "UPDATE metadata SET value = NULL"},
            {"request_counts", ") STRICT", ")", "UPDATE request_counts SET total = 'many'"},
            {"observations", "digest BLOB NOT NULL", "digest BLOB",
             "UPDATE observations SET digest = NULL WHERE seq = 2"},
        }));
    const BrokenStore store;
    const std::string row = " WHERE name = '" + table + "';";
    store.edit_schema("CREATE TABLE kept AS SELECT sql FROM sqlite_schema" + row +
                      "UPDATE sqlite_schema SET sql = replace(sql, '" + rule + "', '" + without + "')" + row);
    store.tamper(change);
    store.edit_schema("UPDATE sqlite_schema SET sql = (SELECT sql FROM kept)" + row + "DROP TABLE kept");
    INFO(table);
    CHECK_THAT(store.said(), ContainsSubstring("integrity: ") && ContainsSubstring(table));
}

TEST_CASE("a row that a check of its table refuses is found") {
    CHECK_THAT(problems_after("UPDATE observations SET entry = zeroblob(32) WHERE seq = 2"),
               VectorContains(std::string("integrity: CHECK constraint failed in observations")));
}

TEST_CASE("indexes of every kind that somebody added are sound until they are damaged") {
    const std::string making =
        GENERATE("CREATE INDEX own ON batches (lower(endpoint))",
                 "CREATE INDEX own ON batches (endpoint COLLATE NOCASE)",
                 "CREATE INDEX own ON batches (endpoint DESC)", "CREATE INDEX own ON batches (endpoint)",
                 "CREATE INDEX own ON batches (endpoint, batch_key, endpoint)",
                 "CREATE INDEX own ON batches (endpoint) WHERE id > 'a' -- all",
                 "CREATE INDEX own ON batches (endpoint) WHERE endpoint IS NOT NULL");
    const BrokenStore store;
    run_sql(store.file, making);
    INFO(making);
    CHECK(store.problems() == none);
    store.tamper("UPDATE batches SET endpoint = '/v1/x' || endpoint");
    store.behind_back_of("own", "UPDATE batches SET endpoint = substr(endpoint, 6)");
    CHECK_THAT(store.said(), StartsWith("integrity: ") && ContainsSubstring("missing from index own"));
}

TEST_CASE("values of every kind in a table that somebody added are sound in its indexes") {
    const BrokenStore store;
    run_sql(store.file,
            "CREATE TABLE own(a, b UNIQUE, _rowid_, PRIMARY KEY(a, b)) WITHOUT ROWID;"
            "CREATE TABLE other(a REAL, b UNIQUE); CREATE INDEX by_a ON other(a);"
            "INSERT INTO other VALUES(1, NULL), (2.5, NULL), (NULL, x'00ff'), ('x', char(0)), (-1, 'a' || "
            "char(0) || 'b'),"
            " (9007199254740993, ''), (1e300, x''), (0, CAST(x'ff80' AS TEXT));"
            "INSERT INTO own SELECT ifnull(a, 0), ifnull(b, rowid), 1 FROM other;"
            "CREATE TABLE \"od\"\"d name\"(\"a b\" TEXT, c); CREATE INDEX \"od\"\"d index\" ON \"od\"\"d "
            "name\"(\"a b\", c);"
            "INSERT INTO \"od\"\"d name\" SELECT b, a FROM other WHERE typeof(a) <> 'real'");
    CHECK(store.problems() == none);
}

TEST_CASE("verifying leaves file and schema as they are, and the store can be written after it") {
    const SealedStore store;
    const auto schema = rows(store.file, "SELECT type, name, rootpage, sql FROM sqlite_schema");
    const auto repository = open(store.file.string());
    const std::string before = read_bytes(store.file);
    CHECK(repository->store().verify().ok());
    CHECK(read_bytes(store.file) == before);
    repository->refresh(failed_answer("batch_d"));
    CHECK(repository->store().verify().ok());
    CHECK(rows(store.file, "SELECT type, name, rootpage, sql FROM sqlite_schema") == schema);
}
