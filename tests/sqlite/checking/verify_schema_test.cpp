#include "catch.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sealed_store.hpp"

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

/// A store whose schema somebody changes, and what it was.
struct ReworkedStore : SealedStore {
    std::vector<std::string> schema = schema_rows();

    explicit ReworkedStore(const std::string& sql) { run_sql(file, sql); }

    std::vector<std::string> schema_rows() const {
        return rows(file, "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2");
    }
    std::string opened_for_writing() const {
        return refusal([&] { open(file.string()); });
    }
    std::string rebuild_refused() const {
        return refusal([&] { rebuild(file.string()); });
    }
    void check_that_rebuild_mends() const {
        CHECK(rebuild(file.string()).value().indexes);
        CHECK(problems() == none);
        CHECK(schema_rows() == schema);
    }
};

const std::string foreign_trigger =
    "CREATE TRIGGER spy AFTER INSERT ON batches BEGIN UPDATE batches SET model = 'x'; END";

}  // namespace

TEST_CASE("a replaced view is a problem, and rebuild brings it back") {
    const ReworkedStore store(
        "DROP VIEW batches_due; CREATE VIEW batches_due AS SELECT id FROM batches WHERE phase = 'ended'");
    CHECK(store.problems() == Problems{"schema: the view batches_due was changed"});
    CHECK(store.verification().log_is_sound);
    store.check_that_rebuild_mends();
}

TEST_CASE("a dropped view is a problem, and rebuild brings it back") {
    const ReworkedStore store("DROP VIEW batch_overview");
    CHECK(store.problems() == Problems{"schema: the view batch_overview is missing"});
    store.check_that_rebuild_mends();
}

TEST_CASE("a dropped trigger is a problem, and rebuild brings it back") {
    const std::string name = GENERATE("observations_keep_rows", "observations_keep_values");
    const ReworkedStore store("DROP TRIGGER " + name);
    CHECK(store.problems() == Problems{"schema: the trigger " + name + " is missing"});
    store.check_that_rebuild_mends();
}

TEST_CASE("a replaced trigger is a problem, stops opening for writing, and rebuild brings it back") {
    const ReworkedStore store(
        "DROP TRIGGER observations_keep_rows; CREATE TRIGGER observations_keep_rows BEFORE DELETE ON "
        "observations BEGIN SELECT 1; END");
    CHECK(store.problems() == Problems{"schema: the trigger observations_keep_rows was changed"});
    CHECK(store.opened_for_writing() ==
          "schema: " + store.file.string() +
              ": the trigger observations_keep_rows was changed, and may change what is written; run verify "
              "--rebuild");
    store.check_that_rebuild_mends();
    CHECK(store.opened_for_writing() == "accepted");
}

TEST_CASE("an added trigger is a problem, and stops opening for writing and rebuild") {
    const ReworkedStore store(foreign_trigger);
    const std::string before = read_bytes(store.file);
    CHECK(store.problems() ==
          Problems{"schema: the trigger spy is none of ours; drop it (DROP TRIGGER \"spy\")"});
    CHECK(store.opened_for_writing() ==
          "schema: " + store.file.string() +
              ": the trigger spy is none of ours, and may change what is written; drop it (DROP TRIGGER "
              "\"spy\"), and run verify");
    CHECK_THAT(store.rebuild_refused(), StartsWith("schema: ") && ContainsSubstring("DROP TRIGGER \"spy\""));
    CHECK(read_bytes(store.file) == before);
    run_sql(store.file, "DROP TRIGGER \"spy\"");
    CHECK(store.opened_for_writing() == "accepted");
    CHECK(store.problems() == none);
}

TEST_CASE("the name of an added trigger is told as SQL takes it") {
    const ReworkedStore store("CREATE TRIGGER \"a \"\"b\" AFTER DELETE ON metadata BEGIN SELECT 1; END");
    CHECK_THAT(store.opened_for_writing(), ContainsSubstring("DROP TRIGGER \"a \"\"b\""));
}

TEST_CASE("a dropped index is a problem, and rebuild brings it back") {
    const std::string name = GENERATE("batches_by_id", "batches_by_model", "observations_by_answer");
    const ReworkedStore store("DROP INDEX " + name);
    CHECK(store.problems() == Problems{"schema: the index " + name + " is missing"});
    store.check_that_rebuild_mends();
}

TEST_CASE("a dropped index is a problem while a large import leaves others out") {
    const ReworkedStore store(
        "CREATE TABLE owed_indexes (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
        "INSERT INTO owed_indexes VALUES('batches_by_status');"
        "DROP INDEX batches_by_status; DROP INDEX batches_by_id");
    CHECK(store.problems() == Problems{"schema: the index batches_by_id is missing"});
    CHECK(store.verification().notes.size() == 1);
    store.check_that_rebuild_mends();
    CHECK(store.verification().notes == none);
}

TEST_CASE("an index on other columns is a problem, and rebuild brings it back") {
    const ReworkedStore store("DROP INDEX batches_by_id; CREATE INDEX batches_by_id ON batches (id, status)");
    CHECK(store.problems() == Problems{"schema: the index batches_by_id was changed"});
    store.check_that_rebuild_mends();
}

TEST_CASE("a changed table is a problem that rebuild does not mend") {
    const ReworkedStore store("ALTER TABLE batches ADD COLUMN note TEXT");
    CHECK(store.problems() == Problems{"schema: the table batches was changed"});
    CHECK_THAT(store.rebuild_refused(),
               StartsWith("corrupt: ") && ContainsSubstring("the table batches was changed"));
}

TEST_CASE("a table, an index and a view that somebody added are noted, and are no problem") {
    const ReworkedStore store(
        "CREATE TABLE notes(id TEXT); CREATE INDEX by_window ON batches (completion_window);"
        "CREATE VIEW mine AS SELECT id FROM batches; ANALYZE");
    const Verification found = store.verification();
    CHECK(found.ok());
    CHECK(found.notes == Problems{"schema: the table notes was added by somebody",
                                  "schema: the index by_window was added by somebody",
                                  "schema: the view mine was added by somebody"});
    CHECK(store.opened_for_writing() == "accepted");
    CHECK_FALSE(rebuild(store.file.string()).value().changed());
}

TEST_CASE("sightings that are fewer than the log shows are a problem, and rebuild corrects them") {
    const ReworkedStore store("UPDATE batches SET sightings = 1 WHERE id = 'batch_a'");
    CHECK(store.problems() == Problems{"batch batch_a: sightings is 1, the log says 2"});
    rebuild(store.file.string());
    CHECK(open(store.file.string())->get("batch_a")->sightings == 2);
}
