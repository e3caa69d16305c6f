#include "catch.hpp"
#include "contract/backends.hpp"

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::string batch_of(const std::string& id, const std::string& status, int created_at) {
    return R"({"id":")" + id + R"(","object":"batch","status":")" + status + R"(","created_at":)" +
           std::to_string(created_at) + "}";
}

std::vector<std::string> ids(const Page& page) {
    std::vector<std::string> found;
    for (const Batch& batch : page.batches) {
        found.push_back(batch.id);
    }
    return found;
}

}  // namespace

TEST_CASE("what is not there is absent", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(store->get("b") == std::nullopt);
    CHECK(store->last_answer("b") == std::nullopt);
    CHECK(store->history("b").empty());
    CHECK(store->find({}).batches.empty());
    CHECK(store->count() == 0);
    CHECK(store->head() == Head{});
    CHECK(store->store().verify().ok());
}

TEST_CASE("find asks by status and time of creation, newest first", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(batch_of("old", "failed", 100));
    store->refresh(batch_of("new", "failed", 300));
    store->refresh(batch_of("done", "completed", 200));
    store->refresh(R"({"id":"undated","object":"batch","status":"failed"})");
    CHECK(ids(store->find({})) == std::vector<std::string>{"new", "done", "old", "undated"});
    CHECK(ids(store->find({.status = {Status::failed}})) ==
          std::vector<std::string>{"new", "old", "undated"});
    CHECK(ids(store->find({.status = {Status::failed, Status::completed}, .created_from = 200})) ==
          std::vector<std::string>{"new", "done"});
    CHECK(ids(store->find({.created_from = 100, .created_to = 300})) ==
          std::vector<std::string>{"done", "old"});
    CHECK(ids(store->find({.limit = 1})) == std::vector<std::string>{"new"});
    CHECK(store->count({.status = {Status::failed}, .created_to = 300}) == 1);
}

TEST_CASE("a part of a text is found in any field of text, letters of ASCII in either case", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"failed","model":"gpt-4o-Mini","metadata":{"team":"Eval","run":"x"},)"
                          R"("errors":{"data":[{"code":"c1","message":"first"},)"
                          R"({"code":"Quota_Exceeded","message":"100% of \u00c4rger"}]})"),
                   {.source = "Poller-1"});
    const auto [where, expected] = GENERATE(table<std::string, int>({
        {"error ~ quota", 1},
        {"error ~ FIRST", 1},
        {"error ~ '100% OF'", 1},
        {"error ~ '1%0'", 0},
        {"error ~ first_", 0},
        {"error ~ quota_", 1},
        {"error ~ 'quota.'", 0},
        {"error_code ~ first", 0},
        {"error_message ~ first", 1},
        {"error ~ Ä", 1},
        {"error ~ ä", 0},
        {"error ~ ''", 1},
        {"error = first", 1},
        {"error in (x, c1)", 1},
        {"error = firs", 0},
        {"has(error)", 1},
        {"error_message = FIRST", 0},
        {"not error ~ quota", 0},
        {"error !~ quota", 0},
        {"error !~ none", 1},
        {"model ~ 4O-mini", 1},
        {"model ~ 'mini '", 0},
        {"metadata.team ~ EV", 1},
        {"metadata.run ~ ev", 0},
        {"metadata.x ~ ''", 0},
        {"metadata.x !~ ''", 1},
        {"status ~ fail and id ~ B", 1},
        {"phase ~ nde", 1},
        {"source ~ poller", 1},
        {"output_file ~ ''", 0},
    }));
    CAPTURE(where);
    CHECK(store->count({.where = parse_condition(where, 0)}) == expected);
    CHECK(store->find({.where = parse_condition(where, 0)}).batches.size() ==
          static_cast<std::size_t>(expected));
}

TEST_CASE("find refuses a page that is no page", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK_THROWS_AS(store->find({.limit = 0}), Error);
    CHECK_THROWS_AS(store->find({.limit = 1001}), Error);
}

TEST_CASE("a whole batch comes back as it was said", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string text = answer(
        R"("status":"failed","failed_at":9,"model":"m","output_file_id":"o","error_file_id":"e","expires_at":8,)"
        R"("request_counts":{"total":3,"completed":null,"failed":2},"metadata":{"k":"v","":""},)"
        R"("usage":{"input_tokens":5000000000,"total_tokens":7},"x":{"deep":[1,2]},)"
        R"("errors":{"object":"list","data":[{"code":"c","message":"m","line":3},{"message":"second"}]})");
    store->refresh(text);
    CHECK(static_cast<const Batch&>(*store->get("b")) == Answer::read(text).batch());
    CHECK(store->last_answer("b")->body == text);
    CHECK(store->find({}).batches.front() == *store->get("b"));
    int visited = 0;
    store->store().each_batch([&](const StoredBatch& batch) {
        CHECK(batch == *store->get("b"));
        return ++visited > 0;
    });
    CHECK(visited == 1);
}

TEST_CASE("a page has nothing of the page before it", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (int number = 0; number < 7; ++number) {
        const std::string id = std::to_string(number);
        store->refresh(R"({"id":")" + id + R"(","object":"batch","status":"failed","metadata":{"n":")" + id +
                       R"("},"errors":[{"code":")" + id + R"("}]})");
    }
    CHECK(store->find({.limit = 4}).batches.size() == 4);
    const Page page = store->find({.id = {"5", "6"}});
    REQUIRE(ids(page) == std::vector<std::string>{"6", "5"});
    CHECK(page.batches[0].metadata == Metadata{{"n", "6"}});
    CHECK(page.batches[1].errors.front().code == "5");
}

TEST_CASE("ids are compared byte by byte", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (const char* id :
         {"Batch", "batch", " batch", "batch ", "b%2Fx", "b/x", "b\\u0001", "9007199254740993"}) {
        store->refresh(batch_of(id, "failed", 1));
    }
    CHECK(store->count() == 8);
    CHECK(store->get("Batch")->id == "Batch");
    CHECK(store->get("b\x01").has_value());
    CHECK_FALSE(store->get(std::string_view("b\0", 2)).has_value());
    CHECK_FALSE(store->get("b").has_value());
    CHECK_FALSE(store->get("BATCH").has_value());
}

TEST_CASE("history tells who saw what and what it changed", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"validating")"), {.observed_at_us = 1000, .source = "poller-1"});
    store->refresh(answer(R"("status":"completed","completed_at":5)"),
                   {.observed_at_us = 3000, .source = "poller-2"});
    store->refresh(answer(R"("status":"in_progress","in_progress_at":4)"),
                   {.observed_at_us = 2000, .source = "list"});
    const auto history = store->history("b");
    REQUIRE(history.size() == 3);
    CHECK(history[1].observation.source == "poller-2");
    CHECK(history[1].changed == std::vector<std::string>{"status", "completed_at"});
    CHECK(history[2].observation.seq == 3);
    CHECK(history[2].observation.observed_at_us == 2000);
    CHECK(history[2].observation.verdict == Verdict::updated);
    CHECK(history[2].changed == std::vector<std::string>{"in_progress_at"});
}

TEST_CASE("a visitor may stop", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(batch_of("one", "failed", 1));
    store->refresh(batch_of("two", "failed", 2));
    std::vector<std::string> visited;
    store->store().each_batch([&](const StoredBatch& batch) {
        visited.push_back(batch.id);
        return false;
    });
    store->store().each_observation([&](const Observation& entry) {
        visited.push_back(entry.id);
        return false;
    });
    CHECK(visited == std::vector<std::string>{"one", "one"});
}

TEST_CASE("each history is a batch with its observations, in the order of the log", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(batch_of("a", "in_progress", 100), at(2000));
    store->refresh(batch_of("b", "failed", 100), at(1000));
    store->refresh(batch_of("a", "completed", 100), at(1500));
    const auto told = [&](const Query& query) {
        std::vector<std::string> lines;
        store->store().each_history(
            [&](const StoredBatch& batch, std::span<const Observation> history) {
                std::string line = batch.id + " " + batch.status.value_or("") + ":";
                for (const Observation& entry : history) line += " " + std::to_string(entry.seq) + entry.id;
                lines.push_back(line);
                return true;
            },
            query);
        return lines;
    };
    using Lines = std::vector<std::string>;
    CHECK(told({}) == Lines{"a completed: 1a 3a", "b failed: 2b"});
    CHECK(told({.status = {"failed"}}) == Lines{"b failed: 2b"});
    CHECK(told({.id = {"a"}}) == Lines{"a completed: 1a 3a"});
    CHECK(told({.as_of_us = 1600}) == Lines{"a completed: 3a", "b failed: 2b"});
    CHECK(told({.as_of_us = 999}).empty());
}

TEST_CASE("a visitor of histories may stop, and may ask the store more", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (const char* id : {"a", "b", "c"}) store->refresh(batch_of(id, "failed", 100));
    std::vector<std::size_t> asked;
    store->store().each_history([&](const StoredBatch& batch, std::span<const Observation>) {
        asked.push_back(store->history(batch.id).size());
        return batch.id != "b";
    });
    CHECK(asked == std::vector<std::size_t>{1, 1});
}

TEST_CASE("each_batch gives the fields that are wanted, the same as all", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"completed","model":"m","completed_at":9,"metadata":{"k":"v"},)"
                          R"("request_counts":{"total":3},"usage":{"total_tokens":7},"errors":["x"])"));
    const auto each = [&](const std::vector<std::string>& only) {
        StoredBatch seen;
        store->store().each_batch(
            [&](const StoredBatch& batch) {
                seen = batch;
                return true;
            },
            {.only = only});
        return seen;
    };
    CHECK(each({"id", "status"}).status == "completed");
    CHECK(each({"id", "status"}).id == "b");
    CHECK(each({"metadata"}).metadata == Metadata{{"k", "v"}});
    CHECK(each({"usage"}).usage->total_tokens == 7);
    CHECK(each({"request_counts"}).request_counts->total == 3);
    CHECK(each({"errors"}).errors.size() == 1);
    CHECK(each({"revision"}).revision == 1);
    CHECK_THROWS_AS(each({"colour"}), Error);
}

TEST_CASE("what a visitor takes out of a batch is not seen in the next one, nor lost", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"failed","model":"m","metadata":{"k":"v"},"errors":["x"],"odd":[1],)"
                          R"("request_counts":{"total":3},"usage":{"total_tokens":7})"));
    store->refresh(batch_of("c", "validating", 2));
    for (const WalkOrder order : {WalkOrder::stored, WalkOrder::id}) {
        std::vector<StoredBatch> taken(2);
        std::size_t count = 0;
        const auto take = [&](StoredBatch& batch) {
            std::swap(taken.at(count++), batch);
            return true;
        };
        for (int round = 0; round < 2; ++round) {  // the second one gives away what the first one took
            count = 0;
            store->store().each_batch(take, {}, order);
            CHECK(taken == std::vector{*store->get("b"), *store->get("c")});
        }
    }
}

TEST_CASE("a snapshot is one moment, whatever is stored meanwhile", "[contract]") {
    FreshStore store(GENERATE(Backend::file));
    store->refresh(batch_of("one", "failed", 1));
    store->snapshot([&](const BatchReader& moment) {
        CHECK(moment.count() == 1);
        store->refresh(batch_of("two", "failed", 2));
        CHECK(moment.count() == 1);
        CHECK(moment.head().seq == 1);
    });
    CHECK(store->count() == 2);
}
