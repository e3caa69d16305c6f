#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/one_file.hpp"
#include "sqlite/open_store.hpp"

#include <atomic>
#include <csignal>
#include <set>
#include <stdexcept>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// More than make indexes wait, in a store that was empty.
constexpr int many = 2'500;

std::string batch_id(int number) {
    return fmt::format("batch_{}", number);
}

void store_some(BatchRepository& repository, int from, int to) {
    repository.transaction([&](BatchRepository& transaction) {
        for (int number = from; number < to; ++number) {
            transaction.refresh(progress_answer(batch_id(number), 1));
        }
    });
}

struct IndexedStore : OpenStore {
    std::set<std::string> all_indexes = indexes();

    /// As the file has them, seen from outside.
    std::set<std::string> indexes() const {
        SQLite::Database database(file);
        SQLite::Statement select(database, "SELECT name FROM sqlite_schema WHERE type = 'index'");
        std::set<std::string> names;
        while (select.executeStep()) {
            names.insert(select.getColumn(0).getString());
        }
        return names;
    }

    bool has_index_of_ids() const { return indexes().contains("batches_by_id"); }
};

}  // namespace

TEST_CASE("a large load into an empty store builds its indexes at the end") {
    const IndexedStore store;
    bool had_index_meanwhile = true;
    store.repository->store().bulk([&] {
        store_some(*store.repository, 0, many);
        had_index_meanwhile = store.has_index_of_ids();
    });
    CHECK_FALSE(had_index_meanwhile);
    CHECK(store.indexes() == store.all_indexes);
    CHECK(store.repository->count() == many);
    CHECK(store.repository->store().verify().problems == no_problems);
}

TEST_CASE("a small load keeps its indexes") {
    const IndexedStore store;
    store.repository->store().bulk([&] {
        store_some(*store.repository, 0, 100);
        CHECK(store.indexes() == store.all_indexes);
    });
    CHECK(store.indexes() == store.all_indexes);
}

TEST_CASE("a store whose indexes wait verifies, with a note, and is copied") {
    const IndexedStore store;
    store.repository->store().bulk([&] {
        store_some(*store.repository, 0, many);
        REQUIRE_FALSE(store.has_index_of_ids());
        const Verification found = open(store.file, with(Access::read))->store().verify();
        CHECK(found.problems == no_problems);
        CHECK(found.notes == std::vector<std::string>{
                                 "schema: 16 indexes are left out by a large import, which goes on or was "
                                 "cut short; who writes next builds what it leaves"});
        CHECK(backup(store.file, store.file + ".copy")->verification.ok());
    });
    CHECK(store.repository->store().verify().notes == no_problems);
}

TEST_CASE("batches are found again while the indexes wait") {
    const IndexedStore store;
    store_some(*store.repository, 0, 10);
    store.repository->store().bulk([&] {
        store_some(*store.repository, 10, many);
        REQUIRE_FALSE(store.has_index_of_ids());
        for (const int number : {0, 9, 10, many - 1}) {
            CHECK(store.repository->refresh(progress_answer(batch_id(number), 1)).verdict ==
                  Verdict::unchanged);
            CHECK(store.repository->refresh(progress_answer(batch_id(number), 2)).verdict ==
                  Verdict::updated);
            CHECK(store.repository->get(batch_id(number))->revision == 2);
        }
        CHECK_FALSE(store.repository->get("batch_unknown"));
    });
    CHECK(store.repository->count() == many);
    CHECK(store.repository->store().verify().problems == no_problems);
}

TEST_CASE("what a transaction took back is new again while the indexes wait") {
    const IndexedStore store;
    store.repository->store().bulk([&] {
        store_some(*store.repository, 0, many);
        CHECK_THROWS_AS(store.repository->transaction([](BatchRepository& transaction) {
            transaction.refresh(progress_answer("batch_taken_back", 1));
            throw std::runtime_error("no");
        }),
                        std::runtime_error);
        CHECK(store.repository->refresh(progress_answer("batch_in_its_place", 1)).verdict ==
              Verdict::inserted);
        CHECK(store.repository->refresh(progress_answer("batch_taken_back", 1)).verdict == Verdict::inserted);
    });
    CHECK(store.repository->count() == many + 2);
    CHECK(store.repository->store().verify().problems == no_problems);
}

TEST_CASE("a transaction that dropped the indexes and failed brings them back") {
    const IndexedStore store;
    store.repository->store().bulk([&] {
        CHECK_THROWS_AS(store.repository->transaction([](BatchRepository& transaction) {
            for (int number = 0; number < many; ++number) {
                transaction.refresh(progress_answer(batch_id(number), 1));
            }
            throw std::runtime_error("no");
        }),
                        std::runtime_error);
        CHECK(store.indexes() == store.all_indexes);
        store_some(*store.repository, 0, 10);
        CHECK(store.repository->refresh(progress_answer(batch_id(3), 1)).verdict == Verdict::unchanged);
    });
    CHECK(store.indexes() == store.all_indexes);
    CHECK(store.repository->count() == 10);
    CHECK(store.repository->store().verify().problems == no_problems);
}

TEST_CASE("what another program stores meanwhile is seen while the indexes wait") {
    const IndexedStore store;
    const auto other = [&] { return open(store.file); };
    SECTION("through a store that it opened before") {
        const auto opened_before = other();
        store.repository->store().bulk([&] {
            store_some(*store.repository, 0, many);
            REQUIRE_FALSE(store.has_index_of_ids());
            CHECK(opened_before->refresh(progress_answer(batch_id(3), 1)).verdict == Verdict::unchanged);
            CHECK(opened_before->refresh(progress_answer("batch_other", 1)).verdict == Verdict::inserted);
            CHECK(store.repository->refresh(progress_answer("batch_other", 1)).verdict == Verdict::unchanged);
        });
    }
    SECTION("through one that it opens") {
        store.repository->store().bulk([&] {
            store_some(*store.repository, 0, many);
            CHECK(other()->refresh(progress_answer("batch_other", 1)).verdict == Verdict::inserted);
            CHECK(store.has_index_of_ids());
            CHECK(store.repository->refresh(progress_answer("batch_other", 1)).verdict == Verdict::unchanged);
        });
    }
    CHECK(store.indexes() == store.all_indexes);
    CHECK(store.repository->count() == many + 1);
    CHECK(store.repository->store().verify().problems == no_problems);
}

TEST_CASE("a process that is killed while the indexes wait leaves a store that is whole") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "it.db").string();
    const std::string end = ChildProcess([&] {
                                const auto repository = open(file);
                                repository->store().bulk([&] {
                                    store_some(*repository, 0, many);
                                    std::raise(SIGKILL);
                                });
                                return "not killed";
                            }).result();
    REQUIRE(end == "ended with status 9: ");
    OpenOptions reading;
    reading.access = Access::read;
    CHECK(open(file, reading)->get(batch_id(7)));
    CHECK(open(file, reading)->store().verify().problems == no_problems);

    const auto repository = open(file);
    const IndexedStore pattern;
    SQLite::Database database(file);
    CHECK(database.execAndGet("SELECT count(*) FROM sqlite_schema WHERE type = 'index'").getInt() ==
          static_cast<int>(pattern.all_indexes.size()));
    CHECK(repository->count() == many);
    CHECK(repository->store().verify().problems == no_problems);
}

TEST_CASE("a stopped load leaves the indexes to the next change") {
    const IndexedStore store;
    std::atomic<bool> stop = false;
    store.repository->store().bulk(
        [&] {
            store_some(*store.repository, 0, many);
            stop = true;
        },
        &stop);
    CHECK_FALSE(store.has_index_of_ids());
    CHECK(store.repository->get(batch_id(7)));
    CHECK(store.repository->refresh(progress_answer(batch_id(7), 1)).verdict == Verdict::unchanged);
    CHECK(store.indexes() == store.all_indexes);
    CHECK(store.repository->store().verify().problems == no_problems);
}

TEST_CASE("indexes that a stopped load left are built even if the next change fails") {
    const IndexedStore store;
    const std::atomic<bool> stop = true;
    store.repository->store().bulk([&] { store_some(*store.repository, 0, many); }, &stop);
    REQUIRE_FALSE(store.has_index_of_ids());
    CHECK_THROWS_AS(store.repository->transaction([](BatchRepository&) { throw std::runtime_error("no"); }),
                    std::runtime_error);
    store.repository->refresh(progress_answer(batch_id(7), 1));
    CHECK(store.indexes() == store.all_indexes);
}

TEST_CASE("a load that throws ends with its indexes and its exception") {
    const IndexedStore store;
    CHECK_THROWS_AS(store.repository->store().bulk([&] {
        store_some(*store.repository, 0, many);
        throw std::runtime_error("no");
    }),
                    std::runtime_error);
    CHECK(store.indexes() == store.all_indexes);
    CHECK(store.repository->count() == many);
}

TEST_CASE("a load inside a load ends with the outer one, and inside a transaction it is only its work") {
    const IndexedStore store;
    store.repository->store().bulk([&] {
        store.repository->store().bulk([&] { store_some(*store.repository, 0, many); });
        CHECK_FALSE(store.has_index_of_ids());
    });
    CHECK(store.indexes() == store.all_indexes);
    store.repository->transaction([](BatchRepository& transaction) {
        transaction.store().bulk([&] { transaction.refresh(progress_answer("batch_in_transaction", 1)); });
    });
    CHECK(store.repository->get("batch_in_transaction"));
}

TEST_CASE("a store in memory takes a large load") {
    const auto repository = open(":memory:");
    repository->store().bulk([&] { store_some(*repository, 0, many); });
    CHECK(repository->count() == many);
    CHECK(repository->refresh(progress_answer(batch_id(5), 1)).verdict == Verdict::unchanged);
    CHECK(repository->store().verify().problems == no_problems);
}

TEST_CASE("an index that somebody dropped makes searches slow, and the next who writes builds it") {
    const OneStore whole;
    for (const std::string& index :
         rows(whole.file, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")) {
        CAPTURE(index);
        const OneStore store;
        run_sql(store.file, "DROP INDEX " + index);
        const auto reader = open(store.file.string(), with(Access::read));
        CHECK(reader->find({.status = {"in_progress"}}).batches.size() == 1);
        CHECK(reader->find({.model = {"none"}, .sort = Sort::ended}).batches.empty());
        CHECK(reader->store().info().missing_indexes == std::vector<std::string>{index});
        migrate(store.file.string());
        CHECK(reader->store().info().missing_indexes.empty());
    }
}
