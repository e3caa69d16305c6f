#include "catch.hpp"
#include "text_input.hpp"

#include <batchstore/batchstore.hpp>
#include <batchstore/json.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace batchstore;

namespace {

ImportSummary import(BatchRepository& repository, const std::string& text) {
    return import_records(repository, testing::input_of(text));
}

using Dump = void (*)(const BatchReader&, const Write&);

void all_batches(const BatchReader& repository, const Write& write) {
    dump_batches(repository, write);
}

void by_id(const BatchReader& repository, const Write& write) {
    dump_batches(repository, write, {.by_id = true});
}

std::string dumped(Dump dump, const BatchReader& repository) {
    std::string text;
    dump(repository, [&](std::string_view piece) {
        text += piece;
        return true;
    });
    return text;
}

std::string dumped(const BatchReader& repository, const DumpOptions& options) {
    std::string text;
    const auto keep = [&](std::string_view piece) {
        text += piece;
        return true;
    };
    dump_batches(repository, keep, options);
    return text;
}

std::string batch_answer(const std::string& id, const std::string& members) {
    return R"({"id":")" + id + R"(","object":"batch","endpoint":"/v1/embeddings",)" + members + "}";
}

/// A store with odd texts, several observations of one batch, and both precedences.
std::unique_ptr<BatchRepository> odd_store() {
    auto repository = open(":memory:");
    repository->refresh(batch_answer("a", R"("status":"in_progress","request_counts":{"total":3})"),
                        {.observed_at_us = 10, .source = "p"});
    repository->refresh(
        batch_answer("a", "\n\t\"status\" : \"completed\",\r\n \"note\":\"\\u0041\\n\\\"é\\\\\""),
        {.observed_at_us = 30, .source = "\"quoted\"\n"});
    repository->refresh(
        batch_answer("b/%2F é", R"("status":"failed","errors":{"data":[{"code":"x","line":1}]})"));
    repository->refresh(batch_answer("a", R"("status":"in_progress")"), {.observed_at_us = 20});
    repository->refresh(batch_answer("a", R"("status":"validating","n":12345678901234567890123)"),
                        {.observed_at_us = 40, .precedence = Precedence::observed});
    repository->note_absence("b/%2F é", "<h1>404</h1>\n", {.observed_at_us = 50, .source = "p"});
    return repository;
}

std::vector<Batch> batches_of(const BatchReader& repository) {
    std::vector<Batch> batches;
    repository.store().each_batch([&](const StoredBatch& batch) {
        batches.push_back(batch);
        return true;
    });
    return batches;
}

}  // namespace

TEST_CASE("an entry of the log is one line with its body as text") {
    Observation entry{.seq = 1,
                      .id = "b\"1",
                      .observed_at_us = 2,
                      .recorded_at_us = 3,
                      .source = "poller-1",
                      .precedence = Precedence::observed,
                      .verdict = Verdict::updated,
                      .body = "{\n \"id\":\"b\\\"1\"}"};
    entry.digest.back() = 0xab;
    CHECK(
        to_json_text(entry) ==
        R"({"seq":1,"id":"b\"1","observed_at_us":2,"recorded_at_us":3,"source":"poller-1","precedence":"observed",)"
        R"("verdict":"updated","body":"{\n \"id\":\"b\\\"1\"}","digest":")" +
            std::string(62, '0') + "ab\"}");
}

TEST_CASE("a dumped log imported into an empty store gives the same head and the same batches") {
    const auto repository = odd_store();
    const auto copy = open(":memory:");
    const auto summary = import(*copy, dumped(dump_observations, *repository));
    CHECK(summary.rejected == 0);
    CHECK(summary.records() == 6);
    CHECK(summary.absent == 1);
    CHECK(copy->head() == repository->head());
    CHECK(batches_of(*copy) == batches_of(*repository));
    CHECK(dumped(dump_observations, *copy) == dumped(dump_observations, *repository));
}

TEST_CASE("a dumped log imported twice changes nothing the second time") {
    const auto repository = odd_store();
    const Head head = repository->head();
    const auto summary = import(*repository, dumped(dump_observations, *repository));
    CHECK(summary.unchanged + summary.stale == 5);
    CHECK(summary.absent == 1);
    CHECK(repository->head() == head);
}

TEST_CASE("logs imported into each other give equal states") {
    const auto first = odd_store();
    const auto second = open(":memory:");
    second->refresh(batch_answer("a", R"("status":"finalizing")"), {.observed_at_us = 35});
    second->refresh(batch_answer("c", R"("status":"completed")"), {.observed_at_us = 5});
    const std::string log = dumped(dump_observations, *first);
    import(*first, dumped(dump_observations, *second));
    import(*second, log);
    for (const Batch& batch : batches_of(*first)) {
        CHECK(to_json_text(*second->get(batch.id)) == to_json_text(batch));
    }
    CHECK(second->count() == first->count());
}

TEST_CASE("dumped batches are lines in the API's shape, and give the same states when imported") {
    const auto repository = odd_store();
    const std::string text = dumped(all_batches, *repository);
    CHECK(text ==
          to_json_text(*repository->get("a")) + "\n" + to_json_text(*repository->get("b/%2F é")) + "\n");
    const auto copy = open(":memory:");
    CHECK(import(*copy, text).inserted == 2);
    CHECK(batches_of(*copy) == batches_of(*repository));
}

TEST_CASE("stores with equal states, filled in any order, give equal dumps by id") {
    const auto one = open(":memory:");
    const auto other = open(":memory:");
    const auto batch = [](int i) {
        return batch_answer("b" + std::to_string(i), R"("z":{"k":1},"model":"m")");
    };
    for (int i = 0; i < 2500; ++i) {
        one->refresh(batch(i), {.observed_at_us = i});
        other->refresh(batch(2499 - i), {.observed_at_us = 2499 - i});
    }
    CHECK((dumped(by_id, *one) == dumped(by_id, *other)));
    CHECK((dumped(all_batches, *one) != dumped(all_batches, *other)));
    std::vector<std::string> ids;
    const auto note = [&](const StoredBatch& next) {
        ids.push_back(next.id);
        return true;
    };
    one->store().each_batch(note, {}, WalkOrder::id);
    CHECK(ids.size() == 2500);
    CHECK(std::is_sorted(ids.begin(), ids.end()));
}

TEST_CASE("a dump may be of some batches, and as of a past time") {
    const auto repository = odd_store();
    const auto dump = [&](const DumpOptions& options) { return dumped(*repository, options); };
    const std::string b = to_json_text(*repository->get("b/%2F é")) + "\n";
    const std::string a_then = to_json_text(*repository->get("a", {.as_of_us = 25})) + "\n";
    for (const bool by_id : {false, true}) {
        CHECK(dump({.query = {.status = {"failed"}}, .by_id = by_id}) == b);
        CHECK(dump({.query = {.as_of_us = 25}, .by_id = by_id}) == a_then);
        CHECK(dump({.query = {.status = {"failed"}, .as_of_us = 25}, .by_id = by_id}).empty());
    }
}

TEST_CASE("the entries of some batches are lines of the dumped log, as of a past time too") {
    const auto store = odd_store();
    const auto entries = [&](const Query& query) {
        std::string text;
        const auto keep = [&](std::string_view piece) {
            text += piece;
            return true;
        };
        dump_observations(*store, keep, query);
        return text;
    };
    std::string of_a;
    std::string of_a_then;
    store->store().each_observation([&](const Observation& entry) {
        if (entry.id != "a") return true;
        of_a += to_json_text(entry) + "\n";
        if (entry.observed_at_us <= 20) of_a_then += to_json_text(entry) + "\n";
        return true;
    });
    CHECK(entries({.id = {"a"}}) == of_a);
    CHECK(entries({.id = {"a"}, .as_of_us = 20}) == of_a_then);
    CHECK(entries({.id = {"c"}}).empty());
}

TEST_CASE("a dump as CSV has titles, then a line a batch") {
    const auto repository = odd_store();
    repository->refresh(batch_answer("=1", R"("status":"failed")"));
    const auto lines = [&](const char* first, const char* second, bool raw) {
        std::string text = batch_csv_titles() + "\n";
        for (const char* id : {first, second}) {
            const StoredBatch batch = *repository->get(id);
            append_csv_line(text, batch, raw, batch.absent_since_us);
            text += '\n';
        }
        return text;
    };
    const Query failed{.status = {"failed"}};
    const DumpFormat csv = DumpFormat::csv;
    CHECK(dumped(*repository, {.query = failed, .format = csv}) == lines("b/%2F é", "=1", false));
    CHECK(dumped(*repository, {.query = failed, .by_id = true, .format = csv, .raw_cells = true}) ==
          lines("=1", "b/%2F é", true));
}

TEST_CASE("an empty store dumps to nothing") {
    const auto repository = open(":memory:");
    CHECK(dumped(*repository, {.format = DumpFormat::csv}) == batch_csv_titles() + "\n");
    CHECK(dumped(all_batches, *repository).empty());
    CHECK(dumped(dump_observations, *repository).empty());
}

TEST_CASE("each of many batches, small and large, is dumped as itself, in the order in which they came") {
    const auto repository = open(":memory:");
    std::string lines;
    repository->transaction([&](BatchRepository& transaction) {
        for (int i = 0; i < 1000; ++i) {
            // A member that the one before has must not stay, and some are larger than a piece of the dump.
            const std::string member = i % 3 == 0   ? R"("model":"m")"
                                       : i % 3 == 1 ? R"("metadata":{"key":"value"})"
                                                    : R"("errors":{"data":[{"code":"x"}]})";
            const std::string note = i % 250 == 7 ? std::string(1'000'000, 'n') : std::to_string(i);
            transaction.refresh(batch_answer("b" + std::to_string(i), member + R"(,"note":")" + note + '"'));
            lines += to_json_text(*transaction.get("b" + std::to_string(i))) + "\n";
        }
    });
    CHECK((dumped(all_batches, *repository) == lines));
}

TEST_CASE("a dump is written in large pieces and stops when nobody reads on") {
    const auto repository = open(":memory:");
    for (int i = 0; i < 100; ++i) {
        repository->refresh(batch_answer(std::to_string(i), R"("x":")" + std::string(3000, 'x') + "\""));
    }
    for (const Dump dump : {all_batches, by_id, dump_observations}) {
        int pieces = 0;
        dump(*repository, [&](std::string_view piece) {
            CHECK(piece.size() >= 60'000);
            CHECK(piece.ends_with("}\n"));
            return ++pieces < 2;
        });
        CHECK(pieces == 2);
    }
}
