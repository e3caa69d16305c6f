#include "catch.hpp"
#include "contract/backends.hpp"

#include <algorithm>

using namespace batchstore;
using namespace batchstore::testing;

// The rows of the table in the design's "Sequences to think with", one test case each, and what stands beside
// it.

TEST_CASE("counts and usage without a word in them are unchanged, and take nothing", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(
        answer(R"("status":"completed","request_counts":{"total":10,"completed":10,"failed":0,"x":1},)"
               R"("usage":{"prompt_tokens":5})"),
        at(1));
    const StoredBatch before = *store->get("b");
    std::int64_t time = 2;
    for (const char* counts :
         {"{}", "null", R"({"total":null,"completed":null})", R"({"Total":null})", "[]"}) {
        CAPTURE(counts);
        const RefreshResult result = store->refresh(answer(R"("status":"completed","request_counts":)" +
                                                           std::string(counts) + ",\"usage\":" + counts),
                                                    at(time++));
        CHECK(result.verdict == Verdict::unchanged);
        CHECK(result.changed.empty());
    }
    CHECK(static_cast<const Batch&>(*store->get("b")) == before);
    CHECK(store->store().verify().ok());
}

TEST_CASE("a batch moves through its life one update at a time", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto progress = [](const char* status, int done) {
        return answer(R"("status":")" + std::string(status) +
                      R"(","request_counts":{"total":10,"completed":)" + std::to_string(done) +
                      R"(,"failed":0})");
    };
    CHECK(store->refresh(answer(R"("status":"validating")")).verdict == Verdict::inserted);
    CHECK(store->refresh(progress("in_progress", 0)).verdict == Verdict::updated);
    CHECK(store->refresh(progress("in_progress", 4)).changed == std::vector<std::string>{"request_counts"});
    const RefreshResult last = store->refresh(progress("completed", 10));
    CHECK(last.verdict == Verdict::updated);
    CHECK(last.revision == 4);
    CHECK(store->get("b")->status == Status::completed);
}

TEST_CASE("a late answer never moves a stored batch back", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(2000));
    const RefreshResult late = store->refresh(
        answer(
            R"("status":"in_progress","in_progress_at":110,"request_counts":{"total":10,"completed":4,"failed":0})"),
        at(1000));
    CHECK(late.verdict == Verdict::stale);
    CHECK(late.logged);
    CHECK(late.revision == 1);
    CHECK(store->get("b")->status == Status::completed);
    CHECK(store->get("b")->first_seen_at_us == 1000);
}

TEST_CASE("a late answer fills a gap and nothing else", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"completed","completed_at":200)"), at(2000));
    const RefreshResult late =
        store->refresh(answer(R"("status":"in_progress","in_progress_at":110)"), at(1000));
    CHECK(late.verdict == Verdict::updated);
    CHECK(late.changed == std::vector<std::string>{"in_progress_at"});
    CHECK(store->get("b")->status == Status::completed);
}

TEST_CASE("the same answer a thousand times is one entry of the log", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(store->refresh(completed_answer()).verdict == Verdict::inserted);
    int unchanged = 0;
    for (int i = 0; i < 999; ++i) {
        const RefreshResult again = store->refresh(completed_answer());
        unchanged += again.verdict == Verdict::unchanged && !again.logged ? 1 : 0;
    }
    CHECK(unchanged == 999);
    CHECK(store->history("b").size() == 1);
    CHECK(store->get("b")->sightings == 1000);
    CHECK(store->get("b")->revision == 1);
}

TEST_CASE("fewer finished requests at the same stage are stale", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto progress = [](int done) {
        return answer(
            R"("status":"in_progress","in_progress_at":110,"request_counts":{"total":100,"completed":)" +
            std::to_string(done) + R"(,"failed":0})");
    };
    store->refresh(progress(50));
    CHECK(store->refresh(progress(10)).verdict == Verdict::stale);
    CHECK(store->get("b")->request_counts->completed == 50);
}

TEST_CASE("a restarted batch may count from the beginning", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto progress = [](int started, int done) {
        return answer(R"("status":"in_progress","in_progress_at":)" + std::to_string(started) +
                      R"(,"request_counts":{"total":100,"completed":)" + std::to_string(done) +
                      R"(,"failed":0})");
    };
    store->refresh(progress(100, 50));
    CHECK(store->refresh(progress(200, 10)).verdict == Verdict::updated);
    CHECK(store->get("b")->request_counts->completed == 10);
}

TEST_CASE("a worker may overwrite a cancel with its result", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"cancelled","cancelled_at":500)"));
    const RefreshResult result = store->refresh(answer(R"("status":"completed","completed_at":510)"));
    CHECK(result.verdict == Verdict::updated);
    CHECK(store->get("b")->status == Status::completed);
    CHECK(store->get("b")->cancelled_at == 500);
}

TEST_CASE("a sparse list row clears nothing", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer());
    const Batch whole = *store->get("b");
    const std::string row =
        R"({"id":"b","object":"batch","endpoint":"/v1/chat/completions","status":"completed","created_at":100})";
    for (int i = 0; i < 10; ++i) {
        CHECK(store->refresh(row).verdict == Verdict::unchanged);
    }
    CHECK(static_cast<const Batch&>(*store->get("b")) == whole);
    CHECK(store->history("b").size() == 2);
    CHECK(store->get("b")->sightings == 11);
}

TEST_CASE("a retry that the caller vouches for opens the batch again", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"failed","failed_at":150,"errors":["no such file"])"));
    const RefreshResult retry = store->refresh(answer(R"("status":"in_progress")"),
                                               {.source = "poller", .precedence = Precedence::observed});
    CHECK(retry.verdict == Verdict::updated);
    CHECK(store->get("b")->status == Status::in_progress);
    CHECK(store->get("b")->failed_at == std::nullopt);
    CHECK(store->get("b")->errors.empty());
}

TEST_CASE("an error body leaves a known batch untouched", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer());
    const StoredBatch before = *store->get("b");
    const Head head = store->head();
    CHECK_THROWS_AS(store->refresh(R"({"error":{"message":"no such batch"}})"), Error);
    CHECK(*store->get("b") == before);
    CHECK(store->head() == head);
}

TEST_CASE("an equal answer that was observed earlier is logged, and the earliest counts", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(2000));
    const RefreshResult earlier = store->refresh(completed_answer(), at(1000));
    CHECK(earlier.verdict == Verdict::unchanged);
    CHECK(earlier.logged);
    CHECK(store->history("b").size() == 2);
    CHECK(store->last_answer("b")->observed_at_us == 1000);
    CHECK_FALSE(store->refresh(completed_answer(), at(1500)).logged);
    CHECK(store->store().verify().problems == std::vector<std::string>{});
}

TEST_CASE("the very same observation counts once", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"validating")"), at(1000));
    store->refresh(completed_answer(), at(2000));
    CHECK(store->refresh(completed_answer(), at(2000)).verdict == Verdict::unchanged);
    CHECK(store->refresh(answer(R"("status":"validating")"), at(1000)).verdict == Verdict::stale);
    CHECK(store->get("b")->sightings == 2);
    CHECK(store->head().seq == 2);
}

TEST_CASE("a late answer cannot outrank what a vouched answer says", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"in_progress")"), at(2000, Precedence::observed));
    CHECK(store->refresh(completed_answer(), at(1000)).verdict == Verdict::stale);
    CHECK(store->get("b")->status == Status::in_progress);
    CHECK(store->refresh(completed_answer(), at(3000)).logged == false);
    CHECK(store->store().verify().problems == std::vector<std::string>{});
}

TEST_CASE("a vouched answer that changes nothing is counted, not logged", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(1000, Precedence::observed));
    const RefreshResult again = store->refresh(completed_answer(), at(2000, Precedence::observed));
    CHECK(again.verdict == Verdict::unchanged);
    CHECK_FALSE(again.logged);
    CHECK(store->get("b")->sightings == 2);
}

TEST_CASE("observations without a time keep the order of the calls", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (int done = 0; done < 50; ++done) {
        store->refresh(answer(R"("status":"in_progress","seen":)" + std::to_string(done)));
    }
    const auto history = store->history("b");
    REQUIRE(history.size() == 50);
    CHECK(std::is_sorted(history.begin(), history.end(), [](const auto& a, const auto& b) {
        return a.observation.observed_at_us < b.observation.observed_at_us;
    }));
    CHECK(store->get("b")->extra.at("seen") == "49");
}

TEST_CASE("a refresh with a Batch value logs its JSON", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    Batch batch;
    batch.id = "b";
    batch.status = Status::in_progress;
    batch.metadata = Metadata{{"team", "eval"}};
    CHECK(store->refresh(batch).verdict == Verdict::inserted);
    CHECK(static_cast<const Batch&>(*store->get("b")) == batch);
    CHECK(store->last_answer("b")->body.find(R"("metadata":{"team":"eval"})") != std::string::npos);
    CHECK_THROWS_AS(store->refresh(Batch{}), Error);
}

TEST_CASE("many answers in one call are stored together or not at all", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string first = answer(R"("status":"validating")");
    const std::vector<std::string_view> bad{first, R"({"id":"x"})"};
    CHECK_THROWS_AS(store->refresh(bad), Error);
    CHECK(store->count() == 0);
    const std::vector<std::string_view> good{first, first};
    CHECK(store->refresh(good).back().verdict == Verdict::unchanged);
    CHECK(store->count() == 1);
}

TEST_CASE("a source that no dump could carry is refused before anything is stored", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->transaction([](BatchRepository& part) {
        part.refresh(completed_answer(), {.source = "poller-ü"});
        CHECK_THROWS_AS(part.refresh(answer(R"("status":"failed")"), {.source = "poller-\xff"}), Error);
    });
    CHECK(store->history("b").size() == 1);
}

TEST_CASE("a source of more than 256 bytes is refused before anything is stored", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string longest(max_source_bytes, 's');
    CHECK_THROWS_WITH(store->refresh(completed_answer(), {.source = longest + "s"}),
                      "the source has 257 bytes, and at most 256 may be; give a shorter label");
    CHECK(store->count() == 0);
    store->refresh(completed_answer(), {.source = longest});
    CHECK(store->store().sources() == std::vector{longest});
}
