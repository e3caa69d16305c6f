#include "catch.hpp"
#include "repository/session_pool.hpp"
#include "threads.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// What is run when threads come to a queue one after the other while its turn is taken: their numbers, those
/// that are run together in brackets.
class Arrivals {
public:
    /// @param kinds of each: `c` has a change, `t` wants the turn for itself
    explicit Arrivals(const std::string& kinds) {
        auto first = std::make_unique<WriterQueue::Turn>(queue_);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            threads.emplace_back([this, i, kind = kinds[i]] { kind == 'c' ? change(i) : take_turn(i); });
            wait_until([&] { return queue_.size() == i + 2; });
        }
        first.reset();
        for (std::thread& thread : threads) thread.join();
    }

    const std::string& run() const { return run_; }

private:
    void change(std::size_t number) {
        SharedChange change{.work = [this, number](Writer&) { run_ += std::to_string(number); }};
        queue_.share(change, [this](std::span<SharedChange* const> changes) {
            run_ += "(";
            Writer nobody(nullptr);
            for (const SharedChange* one : changes) one->work(nobody);
            run_ += ")";
        });
    }
    void take_turn(std::size_t number) {
        const WriterQueue::Turn turn(queue_);
        run_ += std::to_string(number);
    }

    WriterQueue queue_{};
    std::string run_{};
};

}  // namespace

TEST_CASE("changes that wait in a row are run together in the order in which they came") {
    CHECK(Arrivals("c").run() == "(0)");
    CHECK(Arrivals("cccc").run() == "(0123)");
}

TEST_CASE("who wants the turn for itself gets it in its place") {
    CHECK(Arrivals("cctc").run() == "(01)2(3)");
    CHECK(Arrivals("tctt").run() == "0(1)23");
}

TEST_CASE("a thread that has the turn may take it again, and have a change run in it") {
    WriterQueue queue;
    bool ran = false;
    {
        const WriterQueue::Turn turn(queue);
        const WriterQueue::Turn again(queue);
        SharedChange change;
        queue.share(change, [&](std::span<SharedChange* const> changes) { ran = changes.size() == 1; });
        CHECK(queue.is_ours());
    }
    CHECK(ran);
    CHECK_FALSE(queue.is_ours());
    CHECK(queue.size() == 0);
}
