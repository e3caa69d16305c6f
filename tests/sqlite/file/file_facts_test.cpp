#include "catch.hpp"
#include "sqlite/one_file.hpp"

#include <filesystem>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

StoreInfo facts_about(const OneFile& store) {
    return open(store.file.string(), with(Access::read))->store().info();
}

}  // namespace

TEST_CASE("the facts tell which migrations were applied, when and by whom") {
    const OneStore store;
    const auto migrations = facts_about(store).migrations;
    const auto steps = schema_status(store.file.string()).steps;
    REQUIRE(migrations.size() == steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        CHECK(migrations[i].version == steps[i].version);
        CHECK(migrations[i].name == steps[i].name);
        CHECK(migrations[i].applied_at_us == steps[i].applied_at_us);
        CHECK(migrations[i].applied_by == steps[i].applied_by);
    }
}

TEST_CASE("the facts count the observations that were pruned") {
    const OneStore store;
    open(store.file.string())->refresh(progress_answer("batch_a", 2));
    CHECK(facts_about(store).pruned_observations == 0);
    run_sql(store.file,
            "UPDATE observations SET batch_key = NULL, observed_at_us = NULL, recorded_at_us = NULL, source "
            "= NULL,"
            " precedence = NULL, verdict = NULL, body = NULL, answer_digest = NULL, entry = zeroblob(32) "
            "WHERE seq = 1");
    CHECK(facts_about(store).pruned_observations == 1);
    CHECK(facts_about(store).acts == 0);
    CHECK(facts_about(store).rows.back() == std::pair<std::string, std::int64_t>{"observations", 2});
}

TEST_CASE("the facts tell how the file is kept") {
    const OneStore store;
    const StoreSettings settings = facts_about(store).settings;
    CHECK(rows(store.file, "SELECT sqlite_version()").front() == settings.sqlite_version);
    CHECK(rows(store.file, "PRAGMA page_size").front() == std::to_string(settings.page_bytes));
    CHECK(rows(store.file, "PRAGMA application_id").front() == std::to_string(settings.application_id));
    CHECK(settings.journal_mode == "wal");
    CHECK(settings.encoding == "utf-8");
    CHECK(settings.synchronous == "normal");
    OpenOptions durable;
    durable.full_durability = true;
    CHECK(open(store.file.string(), durable)->store().info().settings.synchronous == "full");
    CHECK(open(":memory:")->store().info().settings.journal_mode == "memory");
}

TEST_CASE("the facts tell who may use the file") {
    const OneStore store;
    CHECK(facts_about(store).settings.permissions == "rw-------");
    std::filesystem::permissions(store.file, static_cast<std::filesystem::perms>(0664));
    const StoreInfo info = facts_about(store);
    CHECK(info.settings.permissions == "rw-rw-r--");
    CHECK(info.others_may_write);
    CHECK(info.all_may_read);
    CHECK(open(":memory:")->store().info().settings.permissions.empty());
}

TEST_CASE("the facts tell of free room, changes not taken in yet and what the schema lacks") {
    const OneStore store;
    run_sql(store.file, "CREATE TABLE x (b); INSERT INTO x VALUES (zeroblob(100000)); DROP TABLE x");
    const auto writer = open(store.file.string());
    writer->refresh(progress_answer("batch_b", 1));
    run_sql(store.file, "DROP INDEX batches_by_model");
    const StoreInfo info = facts_about(store);
    CHECK(info.free_bytes > 90'000);
    CHECK(info.free_bytes < info.size_bytes);
    CHECK(info.write_ahead_log_bytes > 0);
    CHECK(info.missing_indexes == std::vector<std::string>{"batches_by_model"});
    CHECK_FALSE(info.analyzed_batches);
    run_sql(store.file, "ANALYZE");
    CHECK(facts_about(store).analyzed_batches == 2);
}
