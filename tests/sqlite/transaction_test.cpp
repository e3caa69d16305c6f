#include "catch.hpp"
#include "sqlite/open_store.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sample_answers.hpp"

#include <array>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

struct StoreOfOne : OpenStore {
    StoreOfOne() { repository->refresh(progress_answer("batch_a", 1)); }

    /// All that lies in the tables, to be compared.
    std::vector<std::string> all() const {
        std::vector<std::string> found;
        for (const char* table :
             {"batches", "errors", "request_counts", "metadata", "token_usage", "observations"}) {
            for (std::string& row : rows(file, std::string("SELECT * FROM ") + table)) {
                found.push_back(table + (": " + row));
            }
        }
        return found;
    }
};

}  // namespace

TEST_CASE("an exception inside a transaction takes back all of it") {
    const StoreOfOne store;
    const auto before = store.all();
    CHECK_THROWS_WITH(store->transaction([](BatchRepository& repository) {
        repository.refresh(progress_answer("batch_a", 2));
        repository.refresh(failed_answer("batch_b"));
        throw std::runtime_error("the app's own");
    }),
                      "the app's own");
    CHECK(store.all() == before);
    CHECK(store->refresh(failed_answer("batch_b")).verdict == Verdict::inserted);
    CHECK(store->store().verify().problems == no_problems);
}

TEST_CASE("many answers in one call are stored all or none") {
    const StoreOfOne store;
    const auto before = store.all();
    const std::string good = progress_answer("batch_b", 1);
    const std::array<std::string_view, 3> answers{good, "no answer", good};
    CHECK_THAT(refusal([&] { store->refresh(answers); }), StartsWith("invalid"));
    CHECK(store.all() == before);
}

TEST_CASE("a refused answer inside a transaction leaves the rest of it") {
    const StoreOfOne store;
    store->transaction([](BatchRepository& repository) {
        repository.refresh(progress_answer("batch_b", 1));
        CHECK_THAT(refusal([&] { repository.refresh("no answer"); }), StartsWith("invalid"));
        repository.refresh(progress_answer("batch_c", 1));
    });
    CHECK(store->count() == 3);
    CHECK(store->store().verify().problems == no_problems);
}

TEST_CASE("a transaction inside a transaction is taken back alone") {
    const StoreOfOne store;
    const std::string good = progress_answer("batch_c", 1);
    const std::array<std::string_view, 2> answers{good, "no answer"};
    store->transaction([&](BatchRepository& repository) {
        repository.refresh(progress_answer("batch_b", 1));
        CHECK_THAT(refusal([&] { repository.refresh(answers); }), StartsWith("invalid"));
        repository.refresh(progress_answer("batch_d", 1));
    });
    CHECK(store->get("batch_b").has_value());
    CHECK_FALSE(store->get("batch_c").has_value());
    CHECK(store->get("batch_d").has_value());
    CHECK(store->store().verify().problems == no_problems);
}

TEST_CASE("a transaction inside a transaction goes with the outer one") {
    const StoreOfOne store;
    const auto before = store.all();
    CHECK_THROWS(store->transaction([](BatchRepository& outer) {
        outer.transaction([](BatchRepository& inner) { inner.refresh(progress_answer("batch_b", 1)); });
        throw std::runtime_error("the app's own");
    }));
    CHECK(store.all() == before);
}

TEST_CASE("a call that failed inside a transaction dooms all of it") {
    const StoreOfOne store;
    run_sql(store.file, "CREATE TRIGGER refuse BEFORE INSERT ON errors BEGIN SELECT raise(FAIL, 'no'); END");
    const auto before = store.all();
    std::vector<std::string> said;
    const std::string outcome = refusal([&] {
        store->transaction([&](BatchRepository& repository) {
            repository.refresh(progress_answer("batch_a", 2));
            said.push_back(refusal([&] { repository.refresh(failed_answer("batch_b")); }));
            said.push_back(refusal([&] { repository.refresh(progress_answer("batch_c", 1)); }));
        });
    });
    CHECK_THAT(said[0], StartsWith("corrupt: " + store.file + ": batch batch_b: no"));
    CHECK_THAT(said[1], ContainsSubstring("a part of the transaction failed; nothing of it was stored"));
    CHECK_THAT(outcome, ContainsSubstring("a part of the transaction failed; nothing of it was stored"));
    CHECK(store.all() == before);
}

TEST_CASE("a part of a transaction that hides its failure dooms all of it") {
    const StoreOfOne store;
    run_sql(store.file,
            "CREATE TRIGGER refuse BEFORE INSERT ON errors BEGIN SELECT raise(ROLLBACK, 'no'); END");
    const auto before = store.all();
    const std::string outcome = refusal([&] {
        store->transaction([&](BatchRepository& outer) {
            outer.refresh(progress_answer("batch_a", 2));
            outer.transaction(
                [](BatchRepository& inner) { refusal([&] { inner.refresh(failed_answer("batch_b")); }); });
        });
    });
    CHECK_THAT(outcome, ContainsSubstring("a part of the transaction failed; nothing of it was stored"));
    CHECK(store.all() == before);
}

TEST_CASE("a store opened for reading refuses every change") {
    const StoreOfOne store;
    OpenOptions options;
    options.access = Access::read;
    const auto reader = open(store.file, options);
    const Observation entry = reader->history("batch_a").front().observation;
    const Answer answer = Answer::read(entry.body);
    for (const std::string& said : {refusal([&] { reader->refresh(answer); }),
                                    refusal([&] { reader->refresh(progress_answer("batch_b", 1)); }),
                                    refusal([&] { reader->store().restore(entry, answer); }),
                                    refusal([&] { reader->transaction([](BatchRepository&) {}); })}) {
        CHECK(said == "storage: " + store.file + ": was opened for reading; open it with Access::write");
    }
}
