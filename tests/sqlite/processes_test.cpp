#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/open_store.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"

#include <csignal>
#include <future>
#include <thread>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;

namespace {

struct SharedStore : OpenStore {
    /// The store as another process with little patience opens it.
    std::unique_ptr<BatchRepository> other() const {
        OpenOptions options;
        options.busy_timeout = std::chrono::milliseconds(50);
        return open(file, options);
    }
};

std::string batch_id(int writer, int number) {
    return fmt::format("batch_{}_{}", writer, number);
}

}  // namespace

TEST_CASE("a second writer past its busy timeout is told so, and nothing is written") {
    const SharedStore store;
    const auto other = store.other();
    store.repository->transaction([&](BatchRepository& writer) {
        writer.refresh(progress_answer("batch_a", 1));
        CHECK_THAT(
            refusal([&] { other->refresh(progress_answer("batch_b", 1)); }),
            StartsWith("busy: " + store.file + ": database is locked; nothing was written; try again"));
    });
    CHECK_FALSE(other->get("batch_b"));
    CHECK(other->refresh(progress_answer("batch_b", 1)).verdict == Verdict::inserted);
    CHECK(other->store().verify().problems == no_problems);
}

TEST_CASE("a second writer within its busy timeout waits its turn") {
    const SharedStore store;
    const auto other = open(store.file);
    std::promise<void> begun;
    std::thread first([&] {
        store.repository->transaction([&](BatchRepository& writer) {
            begun.set_value();
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            writer.refresh(progress_answer("batch_a", 1));
        });
    });
    begun.get_future().wait();
    const RefreshResult second = other->refresh(progress_answer("batch_a", 2));
    first.join();
    CHECK(second.verdict == Verdict::updated);
    CHECK(second.revision == 2);
}

TEST_CASE("a process that is killed inside a transaction leaves nothing of it") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "it.db").string();
    open(file)->refresh(progress_answer("batch_a", 1));
    const std::string end = ChildProcess([&] {
                                open(file)->transaction([](BatchRepository& repository) {
                                    repository.refresh(progress_answer("batch_a", 2));
                                    repository.refresh(progress_answer("batch_b", 1));
                                    std::raise(SIGKILL);
                                });
                                return "not killed";
                            }).result();
    CHECK(end == "ended with status 9: ");
    CHECK(open(file)->get("batch_a")->request_counts->completed == 1);
    CHECK(open(file)->count() == 1);
    CHECK(open(file)->store().verify().problems == no_problems);
}

TEST_CASE("processes that open and fill one new store at once lose nothing") {
    const TemporaryFolder folder;
    for (int round = 0; round < 20; ++round) {
        const std::string file = (folder.path() / fmt::format("{}.db", round)).string();
        std::vector<ChildProcess> children;
        children.reserve(8);
        for (int writer = 0; writer < 8; ++writer) {
            children.emplace_back([&] {
                const auto repository = open(file);
                for (int number = 0; number < 3; ++number) {
                    repository->refresh(progress_answer(batch_id(writer, number), number));
                    repository->refresh(progress_answer(batch_id(100, number), number));
                }
                return "done";
            });
        }
        for (ChildProcess& child : children) {
            CHECK(child.result() == "done");
        }
        const auto repository = open(file);
        CHECK(repository->count() == 27);
        CHECK(repository->head().seq == 27);
        CHECK(repository->get(batch_id(100, 1))->sightings == 8);
        CHECK(repository->store().verify().problems == no_problems);
    }
}
