#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/one_session.hpp"
#include "sqlite/open_store.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;

namespace {

std::string large_answer(const std::string& id) {
    return answer_with(id, R"("metadata":{"note":")" + std::string(100'000, 'x') + R"("})");
}

/// A session on a store of one batch that has room for little more.
struct NearlyFullStore {
    TemporaryFolder folder;
    std::string file = (folder.path() / "full.db").string();
    std::optional<OneSession> one{};
    BatchRepository* repository = nullptr;

    NearlyFullStore() {
        open(file)->refresh(progress_answer("batch_a", 1));
        repository = one.emplace(file).repository.get();
        const auto pages = connection().integer("PRAGMA page_count");
        connection().integer("PRAGMA max_page_count = " + std::to_string(pages + 10));
    }

    sqlite::Connection& connection() const { return one->session->connection(); }

    /// The batches that another process finds, if it finds the store in order.
    std::vector<std::string> found() const {
        const auto again = open(file);
        CHECK(again->store().verify().problems == no_problems);
        return rows(file, "SELECT id FROM batches ORDER BY id");
    }
};

}  // namespace

TEST_CASE("a refresh for which the disk has no room stores nothing") {
    const NearlyFullStore store;
    CHECK_THAT(refusal([&] { store.repository->refresh(large_answer("batch_b")); }),
               StartsWith("storage: " + store.file +
                          ": batch batch_b: database or disk is full; the disk is full; "
                          "make room and try again"));
    CHECK(store.repository->count({}) == 1);
    CHECK(store.found() == std::vector<std::string>{"batch_a"});
}

TEST_CASE("a store whose disk was full goes on when there is room") {
    const NearlyFullStore store;
    refusal([&] { store.repository->refresh(large_answer("batch_b")); });
    store.repository->refresh(progress_answer("batch_a", 2));
    store.connection().integer("PRAGMA max_page_count = 100000");
    store.repository->refresh(large_answer("batch_b"));
    CHECK(store.found() == std::vector<std::string>{"batch_a", "batch_b"});
}

TEST_CASE("a transaction that goes on after the disk was full stores nothing at all") {
    const NearlyFullStore store;
    std::vector<std::string> said;
    const std::string outcome = refusal([&] {
        store.repository->transaction([&](BatchRepository& repository) {
            for (const std::string& answer :
                 {progress_answer("batch_b", 1), large_answer("batch_c"), progress_answer("batch_d", 1)}) {
                said.push_back(refusal([&] { repository.refresh(answer); }).substr(0, 8));
            }
        });
    });
    CHECK(said == std::vector<std::string>{"accepted", "storage:", "storage:"});
    CHECK_THAT(outcome, StartsWith("storage"));
    CHECK(store.found() == std::vector<std::string>{"batch_a"});
}

TEST_CASE("a process that meets a full disk keeps what it had committed and no more") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "full.db").string();
    const std::string stored =
        ChildProcess([&] {
            limit_files(1'500'000);
            const auto repository = open(file);
            int number = 0;
            while (refusal([&] { repository->refresh(large_answer("batch_" + std::to_string(number))); }) ==
                   "accepted") {
                ++number;
            }
            return std::to_string(number);
        }).result();
    const auto repository = open(file);
    CHECK(repository->store().verify().problems == no_problems);
    CHECK(std::to_string(repository->count()) == stored);
    CHECK(repository->count() > 0);
}

TEST_CASE("a new store for which the disk has no room is an error and can be opened later") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "full.db").string();
    const std::string said = ChildProcess([&] {
                                 limit_files(40'000);
                                 return refusal([&] { open(file); });
                             }).result();
    CHECK_THAT(said, StartsWith("storage: " + file));
    CHECK(open(file)->store().verify().problems == no_problems);
}
