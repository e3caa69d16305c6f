#include "catch.hpp"
#include "imported.hpp"

#include <batchstore/error.hpp>
#include <batchstore/open.hpp>
#include <batchstore/transfer.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace batchstore;
using testing::import_all;
using testing::import_text;
using testing::input;
using testing::Inputs;
using testing::Lines;
using testing::MadeInput;
using testing::one;
using testing::RecordingRepository;

namespace {

/// An input that can tell when it has to wait, and `may_go_on` when that is over.
class WaitingInput final : public MadeInput {
public:
    WaitingInput(std::function<std::string()> next, std::function<bool()> may_go_on)
        : MadeInput("-", std::move(next)), may_go_on_(std::move(may_go_on)) {}

    bool wait(std::chrono::milliseconds timeout) override {
        std::this_thread::sleep_for(std::min(timeout, std::chrono::milliseconds(1)));
        return may_go_on_();
    }

private:
    std::function<bool()> may_go_on_;
};

std::string batch(const std::string& id) {
    return R"({"id":")" + id + R"(","object":"batch"})";
}

/// How one record was handed to the repository.
RecordingRepository::Call call_of(const std::string& record, const ImportOptions& options = {},
                                  const std::string& name = "-") {
    const auto imported = import_all(one(input(record, name)), options);
    REQUIRE(imported->repository.calls.size() == 1);
    return imported->repository.calls.front();
}

std::string many_lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += batch("b" + std::to_string(i)) + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("records are imported in order, from all inputs, with their places") {
    Inputs inputs;
    inputs.push_back(input(batch("a") + "\n" + batch("b"), "one.jsonl"));
    inputs.push_back(input("[" + batch("c") + "," + batch("d") + "]", "two.json"));
    inputs.push_back(input("", "empty"));
    const auto imported = import_all(inputs);
    CHECK(imported->outcomes == Lines{"one.jsonl:1 a", "one.jsonl:2 b", "two.json:1#0 c", "two.json:1#1 d"});
    CHECK(imported->ids() == Lines{"a", "b", "c", "d"});
    CHECK(imported->summary.inserted == 4);
    CHECK_FALSE(imported->summary.stopped);
}

TEST_CASE("no input is nothing to import") {
    const auto imported = import_all(Inputs());
    CHECK(imported->summary.records() == 0);
    CHECK_FALSE(imported->summary.stopped);
}

TEST_CASE("an import that ends on a page with more behind it says after which id") {
    const auto more_after = [](const std::string& text) {
        return import_text(text)->summary.more_after.value_or("nothing");
    };
    const std::string page = R"({"object":"list","data":[)" + batch("a") + R"(],"last_id":"a","has_more":)";
    CHECK(more_after(page + "true}") == "a");
    CHECK(more_after(page + "false}") == "nothing");
    CHECK(more_after(page + "true}" + page + "false}") == "nothing");
    CHECK(more_after(page + "true}\n" + R"({"object":"list","data":[],"has_more":false})") == "nothing");
    CHECK(more_after("[" + page + "true}]") == "a");
    CHECK(more_after(R"({"has_more":true,"last_id":null,"data":[)" + batch("a") + "]}").empty());
    CHECK(more_after(batch("a")) == "nothing");
    CHECK(more_after(R"({"object":"list","has_more":true,"data":[)" + batch("a")) == "nothing");
}

TEST_CASE("the last of several inputs says whether a listing goes on") {
    const std::string page = R"({"object":"list","data":[)" + batch("a") + R"(],"has_more":)";
    const bool goes_on = GENERATE(true, false);
    Inputs inputs;
    inputs.push_back(input(page + (goes_on ? "false}" : "true}")));
    inputs.push_back(input(page + (goes_on ? "true}" : "false}")));
    CHECK(import_all(inputs)->summary.more_after.has_value() == goes_on);
}

TEST_CASE("a bad record is reported with its reason and text, and the good ones beside it are kept") {
    const auto imported =
        import_text(batch("a") + "\nhello\n{\"object\":\"batch\"}\n{\"id\":\"x\n" + batch("b"));
    CHECK(imported->outcomes == Lines{"-:1 a", "-:2! found \"hello\" where a JSON object must begin",
                                      "-:3! not a batch: \"id\" is missing",
                                      "-:4! the line ends inside a string", "-:5 b"});
    CHECK(imported->rejects == Lines{"hello", "{\"object\":\"batch\"}", "{\"id\":\"x"});
    CHECK(imported->summary.rejected == 3);
    CHECK(imported->summary.inserted == 2);
}

TEST_CASE(
    "a record that says that a batch is absent is noted, with its own time and source or those of all") {
    const auto own = call_of(R"({"observed_at_us":7,"source":"p","absent":"b","answer":{"error":{}}})");
    CHECK(own.id == "b");
    CHECK(own.body == R"({"error":{}})");
    CHECK(own.options.observed_at_us == 7);
    CHECK(own.options.source == "p");
    const auto of_all = call_of(R"({"absent":"b"})", {.source = "s", .observed_at_us = 9});
    CHECK(of_all.options.observed_at_us == 9);
    CHECK(of_all.options.source == "s");
    const auto imported = import_text(batch("b") + R"({"absent":"b"}[{"absent":"b"}])");
    CHECK(imported->outcomes == Lines{"-:1 b", "-:1 b", "-:1#0 b"});
    CHECK(imported->summary.absent == 2);
    CHECK(imported->summary.records() == 3);
}

TEST_CASE("an absence of a batch that nobody knows is refused as it stands, and no more") {
    const std::string unknown = R"({"absent": "c","answer":"gone"})";
    for (const bool atomic : {false, true}) {
        const auto store = open(":memory:");
        Lines rejects;
        const ImportOptions options{
            .atomic = atomic, .on_rejected = [&](const auto& outcome) {
                rejects.push_back(testing::shown(outcome) + " | " + std::string(outcome.text));
            }};
        const auto summary = import_records(
            *store, one(input(batch("b") + "\n" + unknown + "\n" + R"({"absent":"b"})")), options);
        CHECK(rejects == Lines{"-:2! batch c: the store does not know it, so it cannot be absent; store an "
                               "answer about it first | " +
                               unknown});
        CHECK(summary.rolled_back == atomic);
        CHECK(summary.absent == 1);
        const auto kept = store->get("b");
        CHECK(kept.has_value() == !atomic);
        CHECK((!kept || kept->absent_since_us));
    }
}

TEST_CASE("the text of a record is handed over byte for byte") {
    const std::string text = "{ \"id\" :\"a\",\r\n \"object\":\t\"batch\" }";
    CHECK(call_of(" " + text + " \n").body == text);
    CHECK(call_of(R"({"source":"x","batch": )" + text + " }").body == text);
}

TEST_CASE("the source is the record's own, else the one given, else the name of the file") {
    const std::string enveloped = R"({"source":"poller-1","batch":)" + batch("a") + "}";
    CHECK(call_of(batch("a"), {}, "-").options.source == "stdin");
    CHECK(call_of(batch("a"), {}, "/answers/may.jsonl").options.source == "may.jsonl");
    CHECK(call_of(batch("a"), {.source = ""}, "may.jsonl").options.source.empty());
    CHECK(call_of(enveloped, {.source = "given"}).options.source == "poller-1");
    CHECK(call_of(R"({"batch":)" + batch("a") + "}", {.source = "given"}).options.source == "given");
}

TEST_CASE("the time is the record's own, else the one given, else the clock") {
    const std::string enveloped = R"({"observed_at":5,"batch":)" + batch("a") + "}";
    CHECK_FALSE(call_of(batch("a")).options.observed_at_us);
    CHECK(call_of(batch("a"), {.observed_at_us = 7}).options.observed_at_us == 7);
    CHECK(call_of(enveloped, {.observed_at_us = 7}).options.observed_at_us == 5'000'000);
}

TEST_CASE("the precedence is the record's own, else the one given") {
    const std::string enveloped = R"({"precedence":"lifecycle","batch":)" + batch("a") + "}";
    CHECK(call_of(batch("a")).options.precedence == Precedence::lifecycle);
    CHECK(call_of(batch("a"), {.precedence = Precedence::observed}).options.precedence ==
          Precedence::observed);
    CHECK(call_of(enveloped, {.precedence = Precedence::observed}).options.precedence ==
          Precedence::lifecycle);
}

TEST_CASE("a line of a dumped log is restored as the entry it was") {
    const Observation entry{.seq = 3,
                            .id = "a",
                            .observed_at_us = 10,
                            .recorded_at_us = 20,
                            .source = "s",
                            .precedence = Precedence::observed,
                            .verdict = Verdict::stale,
                            .body = batch("a"),
                            .digest = {1, 2, 3}};
    const auto call = call_of(to_json_text(entry), {.source = "given", .observed_at_us = 7});
    CHECK(call.restored == entry);
    CHECK(call.body == entry.body);
}

TEST_CASE("an envelope or log line without a batch is reported as such") {
    Observation entry{.seq = 1, .id = "other", .body = batch("a")};
    const std::string other_id = to_json_text(entry);
    entry.body = "{}";
    const auto imported = import_text(R"({"batch":{"id":1}} {"batch":{},"sauce":1})" + other_id +
                                      to_json_text(entry) + batch("b"));
    CHECK(imported->outcomes == Lines{"-:1! the batch in the envelope: \"id\" is not a text",
                                      "-:1! the envelope has a key that is not known: \"sauce\"",
                                      "-:1! the \"id\" of the log entry is not that of its body",
                                      "-:1! the body of the log entry: not a batch: \"id\" is missing",
                                      "-:1 b"});
}

TEST_CASE("envelopes and plain batches may be mixed") {
    const std::string enveloped = R"({"source":"x","batch":)" + batch("b") + "}\n";
    const auto imported =
        import_text(batch("a") + enveloped + enveloped + batch("c") + enveloped + "{}" + batch("d"));
    CHECK(imported->ids() == Lines{"a", "b", "b", "c", "b", "d"});
    CHECK(imported->summary.rejected == 1);
}

TEST_CASE("a strict import refuses records with findings") {
    const auto imported = import_text(batch("a"), {.strictness = Strictness::documented});
    CHECK(imported->summary.rejected == 1);
    CHECK(imported->repository.calls.empty());
}

TEST_CASE("fast input is stored in large transactions, and no record is lost or out of order") {
    constexpr int count = 25'000;
    const auto imported = import_text(many_lines(count));
    REQUIRE(imported->summary.inserted == count);
    for (int i = 0; i < count; ++i) {
        REQUIRE(imported->outcomes[static_cast<std::size_t>(i)] ==
                "-:" + std::to_string(i + 1) + " b" + std::to_string(i));
    }
    const auto& transactions = imported->repository.transactions;
    CHECK(*std::max_element(transactions.begin(), transactions.end()) >= 100);
}

TEST_CASE("records at hand are committed while an input waits") {
    RecordingRepository repository;
    int given = 0;
    const auto next = [&] { return given < 3 ? batch(std::to_string(given++)) : std::string(); };
    const auto all_committed = [&] { return repository.committed == static_cast<std::size_t>(given); };
    import_records(repository, one(std::make_unique<WaitingInput>(next, all_committed)));
    CHECK(repository.transactions == std::vector<std::size_t>{1, 1, 1});
}

TEST_CASE("records at hand are committed while an input that cannot tell waits") {
    RecordingRepository repository;
    int given = 0;
    const auto next = [&] {
        while (repository.committed != static_cast<std::size_t>(given)) {
            std::this_thread::yield();
        }
        return given < 3 ? batch(std::to_string(given++)) : std::string();
    };
    import_records(repository, one(std::make_unique<MadeInput>("-", next)));
    CHECK(repository.transactions == std::vector<std::size_t>{1, 1, 1});
}

TEST_CASE("an atomic import is one transaction") {
    const auto imported = import_text(many_lines(1000), {.atomic = true});
    CHECK(imported->repository.transactions == std::vector<std::size_t>{1000});
    CHECK(imported->outcomes.size() == 1000);
    CHECK_FALSE(imported->summary.rolled_back);
}

TEST_CASE("an atomic import stores nothing when a record is rejected, but reports every one") {
    const auto imported = import_text(batch("a") + "\nhello\n" + batch("b") + "\n{}", {.atomic = true});
    CHECK(imported->summary.rolled_back);
    CHECK(imported->summary.rejected == 2);
    CHECK(imported->repository.calls.empty());
    CHECK(imported->outcomes.size() == 4);
}

TEST_CASE("an input that fails ends there, is reported, and the next one goes on") {
    Inputs inputs;
    int reads = 0;
    inputs.push_back(std::make_unique<MadeInput>("bad", [&]() -> std::string {
        if (reads++ > 0) {
            throw Error(ErrorKind::invalid, "bad: damaged");
        }
        return batch("a") + "\n";
    }));
    inputs.push_back(input(batch("b"), "good"));
    CHECK(import_all(inputs)->outcomes == Lines{"bad:1 a", "bad:2! bad: damaged", "good:1 b"});
}

TEST_CASE("a record that a failing input cuts off is reported once, by the failure") {
    int reads = 0;
    const auto imported = import_all(one(std::make_unique<MadeInput>("bad", [&]() -> std::string {
        if (reads++ > 0) {
            throw Error(ErrorKind::storage, "bad: unplugged");
        }
        return batch("a") + "\n{\"id\":";
    })));
    CHECK(imported->outcomes == Lines{"bad:1 a", "bad:2! bad: unplugged"});
    CHECK(imported->rejects == Lines{"{\"id\":"});
}

TEST_CASE("a refresh that refuses an answer rejects the record") {
    RecordingRepository repository;
    repository.fail_at = "b";
    repository.failure = ErrorKind::invalid;
    const auto summary = import_records(repository, one(input(batch("a") + batch("b") + batch("c"))));
    CHECK(summary.inserted == 2);
    CHECK(summary.rejected == 1);
}

TEST_CASE("an error of the store ends the import even while an input waits, and what was committed stays") {
    RecordingRepository repository;
    repository.fail_at = "1";
    std::size_t given = 0;
    const auto next = [&] { return batch(std::to_string(given++)); };
    const auto first_is_committed = [&] { return given < 2 && repository.committed == given; };
    const Inputs inputs = one(std::make_unique<WaitingInput>(next, first_is_committed));
    CHECK_THROWS_AS(import_records(repository, inputs), Error);
    CHECK(repository.calls.size() == 1);
}

TEST_CASE("an exception of the caller's own passes through") {
    RecordingRepository repository;
    const auto refuse = [](const ImportOutcome&) { throw std::string("mine"); };
    CHECK_THROWS_AS(import_records(repository, one(input(many_lines(1000))), {.on_outcome = refuse}),
                    std::string);
    const auto wrong = []() -> std::string { throw std::string("its own"); };
    CHECK_THROWS_AS(import_records(repository, one(std::make_unique<MadeInput>("-", wrong))), std::string);
}

TEST_CASE("a stopped import commits what is at hand and reads no further") {
    RecordingRepository repository;
    std::atomic<bool> stop{false};
    std::size_t given = 0;
    const auto next = [&] { return given < 5 ? batch(std::to_string(given++)) : std::string(); };
    const auto all_committed = [&] { return repository.committed == given; };
    const ImportOptions options{.on_outcome = [&](const ImportOutcome& outcome) { stop = outcome.id == "1"; },
                                .stop = &stop};
    const auto summary =
        import_records(repository, one(std::make_unique<WaitingInput>(next, all_committed)), options);
    CHECK(summary.stopped);
    CHECK(summary.inserted == 2);
    CHECK(repository.calls.size() == 2);
}

TEST_CASE("an import stops while an input waits") {
    for (const bool atomic : {false, true}) {
        RecordingRepository repository;
        std::atomic<bool> stop{false};
        std::size_t given = 0;
        const auto next = [&] { return batch(std::to_string(given++)); };
        const auto never_again = [&] { return given == 0 || (stop = true, false); };
        const auto summary =
            import_records(repository, one(std::make_unique<WaitingInput>(next, never_again)),
                           {.atomic = atomic, .stop = &stop});
        CHECK(summary.stopped);
        CHECK(summary.rolled_back == atomic);
        CHECK(repository.calls.size() == (atomic ? 0 : 1));
    }
}

TEST_CASE("an import that was stopped before it began stores nothing") {
    const std::atomic<bool> stop{true};
    const auto imported = import_text(many_lines(10), {.stop = &stop});
    CHECK(imported->summary.stopped);
    CHECK(imported->summary.records() == 0);
}

TEST_CASE("progress names the input and the records so far") {
    std::int64_t records = 0;
    std::string name;
    const auto note = [&](const Input& input, std::int64_t so_far) {
        CHECK(so_far >= records);
        records = so_far;
        name = input.name();
    };
    import_all(one(input(many_lines(1000), "file")), {.on_progress = note});
    CHECK(records == 1000);
    CHECK(name == "file");
}
