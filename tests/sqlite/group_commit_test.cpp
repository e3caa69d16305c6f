#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/one_session.hpp"
#include "sqlite/open_store.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"
#include "threads.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;

namespace {

/// Threads whose calls wait for each other, and so share a transaction if they may.
struct Together {
    TemporaryFolder folder;
    std::string file = (folder.path() / "it.db").string();
    std::optional<OneSession> one{};
    int commits = 0;
    bool commit_fails = false;

    Together() {
        open(file)->refresh(progress_answer("batch_known", 0));
        one.emplace(file);
        sqlite3_commit_hook(
            one->handle(),
            [](void* self) {
                ++static_cast<Together*>(self)->commits;
                return static_cast<Together*>(self)->commit_fails ? 1 : 0;
            },
            this);
    }

    BatchRepository& repository() const { return *one->repository; }

    /// Makes each call in a thread of its own, one after the other, while a transaction is open. @returns
    /// what each said
    std::vector<std::string> make(const std::vector<std::function<void()>>& calls) {
        std::vector<std::string> said(calls.size());
        std::vector<std::thread> threads;
        std::atomic<std::size_t> refused = 0;
        repository().transaction([&](BatchRepository&) {
            for (std::size_t i = 0; i < calls.size(); ++i) {
                threads.emplace_back([&, i] {
                    said[i] = refusal(calls[i]);
                    ++refused;
                });
                wait_until([&] { return one->pool->writing().size() + refused == i + 2; });
            }
            commits = 0;
        });
        for (std::thread& thread : threads) thread.join();
        return said;
    }

    std::function<void()> refresh(const std::string& id) {
        return [this, id] { repository().refresh(progress_answer(id, 1)); };
    }

    /// The ids that another process finds, if it finds the store in order.
    std::vector<std::string> found() const {
        CHECK(open(file)->store().verify().problems == no_problems);
        return rows(file, "SELECT id FROM batches ORDER BY id");
    }
};

/// Has SQLite refuse whatever is stored about a batch.
void refuse_batch(const OneSession& one, const std::string& id) {
    one.session->connection().database().exec(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.batches WHEN new.id = '" + id +
        "' BEGIN SELECT RAISE(ABORT, 'refused'); END");
}

}  // namespace

TEST_CASE("refreshes that wait for each other share a commit, of whatever kind they are") {
    Together group;
    const Answer answer = Answer::read(progress_answer("batch_read", 1));
    const std::string first = progress_answer("batch_x", 1);
    const std::string second = progress_answer("batch_y", 1);
    std::vector<RefreshResult> of_many;
    RefreshResult of_known;
    const auto said = group.make({
        group.refresh("batch_a"),
        [&] { group.repository().refresh(answer); },
        [&] { of_known = group.repository().refresh(progress_answer("batch_known", 7)); },
        [&] {
            of_many = group.repository().refresh(std::vector<std::string_view>{first, second, first});
        },
        [&] { group.repository().note_absence("batch_known", "gone"); },
    });
    CHECK(said == std::vector<std::string>(5, "accepted"));
    CHECK(group.commits == 2);  // the transaction for which they waited, and theirs
    CHECK(of_known.verdict == Verdict::updated);
    CHECK(of_known.revision == 2);
    REQUIRE(of_many.size() == 3);
    CHECK(of_many[0].verdict == Verdict::inserted);
    CHECK(of_many[2].verdict == Verdict::unchanged);
    CHECK(group.found() ==
          std::vector<std::string>{"batch_a", "batch_known", "batch_read", "batch_x", "batch_y"});
}

TEST_CASE("a refresh that fails beside others fails alone") {
    Together group;
    refuse_batch(*group.one, "batch_b");
    const auto said = group.make({
        group.refresh("batch_a"),
        group.refresh("batch_b"),
        [&] { group.repository().refresh(progress_answer("batch_c", 1), {.observed_at_us = INT64_MAX}); },
        [&] { group.repository().refresh("no answer"); },
    });
    CHECK(said[0] == "accepted");
    CHECK_THAT(said[1], StartsWith("corrupt: " + group.file + ": batch batch_b: refused"));
    CHECK_THAT(said[2], StartsWith("invalid: observed_at_us"));
    CHECK_THAT(said[3], StartsWith("invalid: "));
    CHECK(group.found() == std::vector<std::string>{"batch_a", "batch_known"});
}

TEST_CASE(
    "a refresh of many of which one fails stores none of them, and takes nothing from those beside it") {
    Together group;
    refuse_batch(*group.one, "batch_y");
    const std::string first = progress_answer("batch_x", 1);
    const std::string second = progress_answer("batch_y", 1);
    const auto said = group.make({
        group.refresh("batch_a"),
        [&] {
            group.repository().refresh(std::vector<std::string_view>{first, second});
        },
        group.refresh("batch_b"),
        [&] { group.repository().note_absence("batch_of_nobody", "gone"); },
    });
    CHECK(said[0] == "accepted");
    CHECK_THAT(said[1], StartsWith("corrupt: " + group.file + ": batch batch_y: refused"));
    CHECK(said[2] == "accepted");
    CHECK_THAT(said[3], StartsWith("not_found: batch batch_of_nobody"));
    CHECK(group.found() == std::vector<std::string>{"batch_a", "batch_b", "batch_known"});
    CHECK(group.repository().head().seq == 3);
}

TEST_CASE("a commit that fails is told to everyone whose change was a part of it, and stores nothing") {
    Together group;
    const auto said = group.make({
        [&] { group.repository().transaction([&](BatchRepository&) { group.commit_fails = true; }); },
        group.refresh("batch_a"),
        group.refresh("batch_b"),
        group.refresh("batch_known"),
    });
    for (const std::string& one : said) CHECK_THAT(one, StartsWith("corrupt: " + group.file));
    CHECK(group.commits == 3);  // of what they waited for, of the transaction that began it, and theirs
    CHECK(group.found() == std::vector<std::string>{"batch_known"});
    group.commit_fails = false;
    CHECK(group.repository().refresh(progress_answer("batch_a", 1)).verdict == Verdict::inserted);
}

TEST_CASE("transactions and refreshes of threads are stored in the order in which they came") {
    Together group;
    const auto transaction = [&](const std::string& id) {
        return [&group, id] {
            group.repository().transaction(
                [&](BatchRepository& part) { part.refresh(progress_answer(id, 1)); });
        };
    };
    group.make({group.refresh("batch_4"), transaction("batch_2"), group.refresh("batch_3"),
                group.refresh("batch_1"), transaction("batch_0")});
    CHECK(group.commits == 5);
    CHECK(rows(group.file, "SELECT id FROM batches ORDER BY batch_key") ==
          std::vector<std::string>{"batch_known", "batch_4", "batch_2", "batch_3", "batch_1", "batch_0"});
}

TEST_CASE("a thread may refresh the repository whose transaction it has open") {
    const OpenStore store;
    store->transaction([&](BatchRepository&) { store->refresh(progress_answer("batch_a", 1)); });
    CHECK(store->count() == 1);
}

TEST_CASE("threads of a process that meets a full disk are told rightly what was stored") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "full.db").string();
    const std::string stored =
        ChildProcess([&] {
            limit_files(2'000'000);
            const auto repository = open(file);
            std::atomic<int> accepted = 0;
            in_threads(8, [&](int thread) {
                const std::string note(20'000, 'x');
                const auto refresh = [&](int i) {
                    return refusal([&] {
                        repository->refresh(answer_with(fmt::format("batch_{}_{}", thread, i),
                                                        R"("metadata":{"note":")" + note + R"("})"));
                    });
                };
                for (int i = 0; refresh(i) == "accepted"; ++i) ++accepted;
            });
            return std::to_string(accepted);
        }).result();
    const auto repository = open(file);
    CHECK(std::to_string(repository->count()) == stored);
    CHECK(repository->count() > 0);
    CHECK(repository->store().verify().problems == no_problems);
}

namespace {

/// A process whose threads refresh, and note each batch in a file when that has returned, until after so
/// many of them it is killed.
void refresh_until_killed(const std::string& file, const std::string& noted, int round) {
    const auto repository = open(file, {.full_durability = true});
    std::ofstream notes(noted, std::ios::app);
    std::mutex noting;
    int left = 1 + round % 7;
    in_threads(4, [&](int thread) {
        for (int i = 0;; ++i) {
            const std::string id = fmt::format("batch_{}_{}_{}", round, thread, i);
            repository->refresh(progress_answer(id, 1));
            const std::lock_guard lock(noting);
            notes << id << std::endl;
            if (--left == 0) std::raise(SIGKILL);
        }
    });
}

}  // namespace

TEST_CASE("what a refresh has returned for outlives the process, which is killed right after it") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "it.db").string();
    const std::string noted = (folder.path() / "noted").string();
    for (int round = 0; round < 100; ++round) {
        ChildProcess([&] {
            refresh_until_killed(file, noted, round);
            return "not killed";
        }).result();
    }
    const auto repository = open(file);
    std::ifstream notes(noted);
    int found = 0;
    for (std::string id; std::getline(notes, id); ++found) CHECK(repository->get(id));
    CHECK(found >= 100);
    CHECK(repository->store().verify().problems == no_problems);
}

TEST_CASE("writers wait no longer than they are patient for a process that was stopped with the lock") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "it.db").string();
    open(file)->refresh(progress_answer("batch_a", 1));
    const std::string stopped = (folder.path() / "stopped").string();
    ChildProcess other([&] {
        open(file)->transaction([&](BatchRepository& part) {
            part.refresh(progress_answer("batch_a", 2));
            std::ofstream(stopped) << ::getpid() << std::flush;
            std::raise(SIGSTOP);
        });
        return "went on";
    });
    wait_until([&] { return !read_bytes(stopped).empty(); });
    const auto repository = open(file, {.busy_timeout = std::chrono::milliseconds(100)});
    std::vector<std::string> said(4);
    in_threads(4, [&](int thread) {
        said[static_cast<std::size_t>(thread)] =
            refusal([&] { repository->refresh(progress_answer("batch_b", thread)); });
    });
    for (const std::string& one : said) CHECK_THAT(one, StartsWith("busy: " + file));
    CHECK(repository->get("batch_a")->request_counts->completed == 1);
    ::kill(std::stoi(read_bytes(stopped)), SIGCONT);
    CHECK(other.result() == "went on");
    CHECK(repository->refresh(progress_answer("batch_b", 1)).verdict == Verdict::inserted);
    CHECK(repository->get("batch_a")->request_counts->completed == 2);
    CHECK(repository->store().verify().problems == no_problems);
}
