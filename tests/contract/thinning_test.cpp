#include "catch.hpp"
#include "contract/backends.hpp"
#include "sqlite/refusal.hpp"
#include "text_input.hpp"

#include <batchstore/json.hpp>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;

namespace {

using Seqs = std::vector<std::int64_t>;

/// A batch that was polled while it ran: entries 1 to 8.
struct Polled : FreshStore {
    explicit Polled(Backend backend) : FreshStore(backend) {
        see(R"("status":"validating")");
        for (int done = 0; done < 5; ++done) see_running(done);
        see(R"("status":"finalizing","in_progress_at":110,"request_counts":{"total":9,"completed":9})");
        see(R"("status":"completed","in_progress_at":110,"completed_at":200,)"
            R"("request_counts":{"total":9,"completed":9},"usage":{"total_tokens":70})");
    }
    void see(const std::string& members) { repository->refresh(answer(members), at(1'000'000 * ++times_)); }
    void see_running(int done) {
        see(R"("status":"in_progress","in_progress_at":110,"request_counts":{"total":9,"completed":)" +
            std::to_string(done) + "}");
    }
    Removed thin(const RemovalOptions& options = {}) const {
        const auto log = repository->observations("b");
        return repository->store().thin(Seqs{log.back().seq}, options);
    }
    Seqs left() const {
        Seqs seqs;
        for (const Observation& entry : repository->observations("b")) seqs.push_back(entry.seq);
        return seqs;
    }
    std::vector<std::string> problems() const { return repository->store().verify().problems; }

private:
    std::int64_t times_ = 0;
};

}  // namespace

TEST_CASE("of a batch that was polled, thinning leaves the first, the last and every change of status",
          "[contract]") {
    const Polled store(GENERATE(BATCHSTORE_BACKENDS));
    const StoredBatch before = *store->get("b");
    const Head head = store->head();
    CHECK(store.thin() == Removed{.batches = 1, .observations = 4, .acts = {9}});
    CHECK(store.left() == Seqs{1, 2, 7, 8});
    StoredBatch after = *store->get("b");
    CHECK(after.revision == 4);
    after.revision = before.revision;
    CHECK(after == before);
    CHECK(store->store().verify({.since = head}).problems == std::vector<std::string>());
    CHECK(store->store().info().pruned_observations == 4);
}

TEST_CASE("an act of its own kind says what was thinned, by whom and why", "[contract]") {
    const Polled store(GENERATE(BATCHSTORE_BACKENDS));
    store.thin({.source = "auditor", .reason = "only counts"});
    const Observation act = store->store().entry(9).value();
    CHECK(act.is_act());
    CHECK(act.source == "auditor");
    CHECK(act.body == R"({"act":"thin","entries":[[3,6]],"batches":1,"observations":4,)"
                      R"("archive_sha256":null,"reason":"only counts"})");
}

TEST_CASE("a batch that goes on after it was thinned is refreshed as ever", "[contract]") {
    Polled store(GENERATE(BATCHSTORE_BACKENDS));
    store.thin();
    store.see(R"("status":"completed","completed_at":200,"output_file_id":"out")");
    CHECK(store->get("b")->revision == 5);
    CHECK(store.left() == Seqs{1, 2, 7, 8, 10});
    CHECK(store.problems() == std::vector<std::string>());
}

TEST_CASE("thinning keeps who saw a batch, and when it was absent", "[contract]") {
    Polled store(GENERATE(BATCHSTORE_BACKENDS));
    store->note_absence("b", not_found_words, absent_at(4'500'000));
    const std::string other = answer(R"("status":"in_progress","request_counts":{"completed":1,"total":8})");
    store->refresh(other, {.observed_at_us = 3'500'000, .source = "other"});
    CHECK(store.thin().observations > 0);
    CHECK(store->count({.source = {"other"}}) == 1);
    CHECK(store->get("b", {.as_of_us = 4'500'000})->absent_since_us == 4'500'000);
    CHECK(store.problems() == std::vector<std::string>());
}

TEST_CASE("what an answer that says little rests on stays", "[contract]") {
    const FreshStore other(GENERATE(BATCHSTORE_BACKENDS));
    for (int done = 0; done < 5; ++done) {
        other->refresh(
            answer(R"("status":"in_progress","request_counts":{"completed":)" + std::to_string(done) + "}"),
            at(done));
    }
    other->refresh(answer(R"("status":"completed")"), at(9));
    other->store().thin(Seqs{6});
    CHECK(other->observations("b").size() == 3);
    CHECK(other->get("b")->request_counts->completed == 4);
    CHECK(other->store().verify().problems == std::vector<std::string>());
}

TEST_CASE("a batch of which more was said since it was named is not thinned", "[contract]") {
    Polled store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(store->store().thin(Seqs{7, 99}) == Removed());
    CHECK(store.left().size() == 8);
}

TEST_CASE("thinning in a transaction that fails empties nothing", "[contract]") {
    const Polled store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string log = log_of(*store.repository);
    struct Failed {};
    const auto fail = [](BatchRepository& part) {
        part.store().thin(Seqs{8});
        throw Failed();
    };
    CHECK_THROWS_AS(store->transaction(fail), Failed);
    CHECK(log_of(*store.repository) == log);
    CHECK(store.problems() == std::vector<std::string>());
}

TEST_CASE("thinning for a reason that is too long is refused", "[contract]") {
    const Polled store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK_THAT(refusal([&] { store.thin({.reason = std::string(1'025, 'x')}); }),
               StartsWith("invalid: the reason has 1025 bytes"));
    CHECK(store.left().size() == 8);
}
