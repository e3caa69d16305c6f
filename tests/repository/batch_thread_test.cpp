#include "repository/batch_thread.hpp"

#include "catch.hpp"
#include "sqlite/sample_answers.hpp"

#include <batchstore/batchstore.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// More than one chunk takes.
constexpr int many = 1'000;

std::unique_ptr<BatchRepository> many_batches() {
    auto repository = open(":memory:");
    repository->transaction([](BatchRepository& transaction) {
        for (int number = 0; number < many; ++number) {
            transaction.refresh(progress_answer("batch_" + std::to_string(number), 1));
        }
    });
    return repository;
}

}  // namespace

TEST_CASE("batches that are shown in another thread come all, in their order, before the call ends") {
    const auto repository = many_batches();
    std::vector<std::string> seen;
    bool here = false;
    show_each_batch(*repository, {}, [&, caller = std::this_thread::get_id()](const StoredBatch& batch) {
        seen.push_back(batch.id);
        here = here || std::this_thread::get_id() == caller;
    });
    std::vector<std::string> all;
    repository->store().each_batch([&](const StoredBatch& batch) {
        all.push_back(batch.id);
        return true;
    });
    CHECK(seen.size() == many);
    CHECK(seen == all);
    CHECK_FALSE(here);
}

TEST_CASE("what is thrown at any batch in the other thread reaches the caller") {
    const auto repository = many_batches();
    for (const std::string id : {"batch_0", "batch_500", "batch_999"}) {
        CAPTURE(id);
        CHECK_THROWS_AS(show_each_batch(*repository, {},
                                        [&](const StoredBatch& batch) {
                                            if (batch.id == id) throw std::runtime_error("no");
                                        }),
                        std::runtime_error);
    }
}

TEST_CASE("a query that cannot be answered shows nothing and throws") {
    const auto repository = many_batches();
    const auto see = [](const StoredBatch&) { FAIL("a batch was shown"); };
    CHECK_THROWS_AS(show_each_batch(*repository, {.only = {"colour"}}, see), Error);
}
