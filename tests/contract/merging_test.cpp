#include "catch.hpp"
#include "contract/backends.hpp"

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::vector<Batch> states(const BatchReader& repository) {
    std::vector<Batch> all;
    for (const StoredBatch& batch : repository.find({}).batches) {
        all.push_back(batch);
    }
    return all;
}

}  // namespace

TEST_CASE("a log restored into an empty store is the same log", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    FreshStore original(backend);
    original->refresh(completed_answer(), at(3000));
    original->refresh(answer(R"("status":"in_progress","in_progress_at":105)"), at(1000));
    original->note_absence("b", not_found_words, absent_at(3500));
    original->refresh(answer(R"("status":"failed")"), at(4000, Precedence::observed));
    original->note_absence("b", not_found_words, absent_at(5000));
    FreshStore restored(backend);
    restore_all(*restored.repository, whole_log(*original.repository));
    CHECK(whole_log(*restored.repository) == whole_log(*original.repository));
    CHECK(restored->head() == original->head());
    CHECK(states(*restored.repository) == states(*original.repository));
    CHECK(restored->get("b")->absent_since_us == 5000);
}

TEST_CASE("a restore that was interrupted goes on to the same head", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    FreshStore original(backend);
    original->refresh(answer(R"("status":"validating")"));
    original->refresh(completed_answer());
    const auto log = whole_log(*original.repository);
    FreshStore restored(backend);
    restore_all(*restored.repository, {log.front()});
    restore_all(*restored.repository, log);
    CHECK(restored->head() == original->head());
}

TEST_CASE("two stores that import each other's logs have equal states", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    FreshStore one(backend);
    one->refresh(answer(R"("status":"validating")"), at(1000));
    one->refresh(completed_answer(), at(3000));
    FreshStore two(backend);
    two->refresh(answer(R"("status":"in_progress","in_progress_at":104,"model":"m")"), at(2000));
    two->refresh(completed_answer(), at(2500));
    const auto log_of_one = whole_log(*one.repository);
    restore_all(*one.repository, whole_log(*two.repository));
    restore_all(*two.repository, log_of_one);
    CHECK(states(*one.repository) == states(*two.repository));
    CHECK(one->get("b")->model == "m");
    const Head head = one->head();
    restore_all(*one.repository, whole_log(*two.repository));
    CHECK(one->head() == head);
    CHECK(one->store().verify().problems == std::vector<std::string>{});
}

TEST_CASE("a changed entry of a log is not taken over as recorded", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    FreshStore original(backend);
    original->refresh(completed_answer(), at(1000));
    Observation changed = whole_log(*original.repository).front();
    changed.source = "somebody else";
    FreshStore restored(backend);
    restored->store().restore(changed, Answer::read(changed.body));
    CHECK(restored->head().digest != original->head().digest);
    CHECK(restored->store().verify().problems == std::vector<std::string>{});
}
