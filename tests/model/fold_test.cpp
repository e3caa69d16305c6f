#include "model/fold.hpp"

#include "catch.hpp"
#include "model/reading_of.hpp"
#include "test_seed.hpp"

#include <batchstore/json.hpp>

#include <random>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

constexpr auto observed = Precedence::observed;
using Pairs = std::map<std::string, std::string, std::less<>>;

FoldInput seen(std::int64_t observed_at_us, const std::string& members,
               Precedence precedence = Precedence::lifecycle) {
    const Answer answer = Answer::read(R"({"id":"b","object":"batch",)" + members + "}");
    return {answer.batch(), answer.digest(), observed_at_us, precedence};
}

Batch state_of(const std::vector<FoldInput>& inputs) {
    return fold(inputs).state;
}

std::vector<std::string> changes(const std::string& before, const std::string& after) {
    return changed_fields(batch_with(before), batch_with(after));
}

}  // namespace

TEST_CASE("the state of one observation is what it says") {
    const FoldInput only = seen(7, R"("status":"in_progress","in_progress_at":5,"x":1)");
    const FoldedState folded = fold({only});
    CHECK(folded.state == only.batch);
    CHECK(folded.last == FoldKey{0, 1, 5, 0, 7, only.digest});
}

TEST_CASE("a late answer never moves a batch back") {
    const FoldInput completed = seen(20, R"("status":"completed","completed_at":9)");
    const FoldInput late =
        seen(30, R"("status":"in_progress","request_counts":{"total":9,"completed":9,"failed":9})");
    CHECK(state_of({completed, late}).status == "completed");
    CHECK(state_of({late, completed}).status == "completed");
}

TEST_CASE("a late answer fills gaps, and says nothing of what is known") {
    const Batch state =
        state_of({seen(10, R"("status":"completed","created_at":1,"completed_at":9)"),
                  seen(20, R"("status":"in_progress","created_at":2,"in_progress_at":5,"model":"m")")});
    CHECK(
        state ==
        batch_with(R"("status":"completed","created_at":1,"completed_at":9,"in_progress_at":5,"model":"m")"));
}

TEST_CASE("each phase outranks the one before it, whatever its times and counts say") {
    const std::vector<const char*> words{"queued", "running", "finalizing", "cancelling", "succeeded"};
    for (std::size_t i = 1; i < words.size(); ++i) {
        const FoldInput earlier = seen(90, "\"status\":\"" + std::string(words[i - 1]) +
                                               R"(","completed_at":99,"request_counts":{"completed":9})");
        const FoldInput later = seen(10, "\"status\":\"" + std::string(words[i]) + "\"");
        CHECK(state_of({later, earlier}).status == words[i]);
    }
    CHECK(state_of({seen(1, R"("status":"queued")"), seen(2, R"("model":"m")")}).status == "queued");
}

TEST_CASE("within a phase the latest lifecycle time counts, whatever the counts say") {
    CHECK(state_of(
              {seen(20, R"("status":"in_progress","in_progress_at":100,"request_counts":{"completed":50})"),
               seen(10, R"("status":"in_progress","in_progress_at":200,"request_counts":{"completed":10})")})
              .request_counts == RequestCounts{{}, 10, {}});
    CHECK(state_of({seen(20, R"("status":"cancelled","cancelled_at":500)"),
                    seen(10, R"("status":"completed","completed_at":510)")})
              .status == "completed");
}

TEST_CASE("every lifecycle time counts but those of expiry") {
    for (const char* time :
         {"in_progress_at", "finalizing_at", "cancelling_at", "completed_at", "failed_at", "cancelled_at"}) {
        CAPTURE(time);
        CHECK(fold({seen(1, "\"status\":\"failed\",\"" + std::string(time) + "\":7")}).last.lifecycle_at ==
              7);
    }
    CHECK(fold({seen(1, R"("status":"expired","created_at":9,"expires_at":9,"expired_at":9)")})
              .last.lifecycle_at == 0);
    CHECK(fold({seen(1, R"("in_progress_at":5,"failed_at":3,"expired_at":9)")}).last.lifecycle_at == 5);
}

TEST_CASE("at equal times the answer with more finished requests counts") {
    const FoldInput half = seen(
        10, R"("status":"in_progress","in_progress_at":5,"request_counts":{"completed":40,"failed":10})");
    const FoldInput less =
        seen(20, R"("status":"in_progress","in_progress_at":5,"request_counts":{"completed":49,"failed":0})");
    CHECK(state_of({half, less}).request_counts == RequestCounts{{}, 40, 10});
    CHECK(fold({seen(1, R"("request_counts":{"total":9,"failed":2})")}).last.finished == 2);
    CHECK(fold({seen(1, R"("status":"failed")")}).last.finished == 0);
}

TEST_CASE("counts of any size have a sum") {
    const std::string most = "9223372036854775807";
    CHECK(fold({seen(1, R"("request_counts":{"completed":)" + most + R"(,"failed":)" + most + "}")})
              .last.finished == 9223372036854775807);
    CHECK(fold({seen(1, R"("request_counts":{"completed":-)" + most + R"(,"failed":5})")}).last.finished ==
          5);
}

TEST_CASE("of answers that are equally far the one observed later counts") {
    const FoldInput first = seen(10, R"("status":"in_progress","model":"first")");
    const FoldInput second = seen(11, R"("status":"in_progress","model":"second")");
    CHECK(state_of({second, first}).model == "second");
}

TEST_CASE("of answers of one moment the greater digest counts") {
    const FoldInput one = seen(10, R"("status":"in_progress","model":"one")");
    const FoldInput other = seen(10, R"("status":"in_progress","model":"other")");
    const std::string expected = one.digest > other.digest ? "one" : "other";
    CHECK(state_of({one, other}).model == expected);
    CHECK(state_of({other, one}).model == expected);
}

TEST_CASE("of equal answers the earliest counts") {
    const FoldInput one = seen(10, R"("status":"in_progress","model":"one")");
    const FoldInput other = seen(20, R"("status":"in_progress","model":"other")");
    FoldInput repeated = one;
    repeated.observed_at_us = 30;
    CHECK(state_of({one, other, repeated}).model == "other");
    CHECK(fold({repeated, one}).last.observed_at_us == 10);
}

TEST_CASE("null and absent change nothing") {
    const std::string full =
        R"("status":"completed","endpoint":"e","model":"m","errors":["x"],"output_file_id":"o","completed_at":9,)"
        R"("request_counts":{"total":1},"usage":{"total_tokens":1},"metadata":{"a":"1"},"x":1)";
    const std::string nulls =
        R"("status":"completed","endpoint":null,"errors":null,"output_file_id":"","completed_at":0,)"
        R"("request_counts":null,"usage":null,"metadata":null,"x":null)";
    Batch state = batch_with(full);
    fold_step(state, batch_with(nulls));
    CHECK(state == batch_with(full));
    fold_step(state, batch_with(R"("errors":[],"error":"","usage":"","metadata":"")"));
    CHECK(state == batch_with(full));
}

TEST_CASE("errors and metadata are replaced whole") {
    Batch state = batch_with(R"("errors":["x",{"code":"y","why":1}],"metadata":{"a":"1","b":"2"})");
    const Batch next = batch_with(R"("errors":["z"],"metadata":{"a":"3"})");
    fold_step(state, next);
    CHECK(state == next);
    fold_step(state, batch_with(R"("metadata":{})"));
    CHECK(state.metadata == Metadata{});
}

TEST_CASE("extra is folded key by key, each value whole") {
    Batch state = batch_with(R"("a":1,"b":{"c":1,"d":2})");
    fold_step(state, batch_with(R"("b":{"c":3},"e":[])"));
    CHECK(state.extra == Pairs{{"a", "1"}, {"b", R"({"c":3})"}, {"e", "[]"}});
}

TEST_CASE("a value that no rule can read never displaces one that was read") {
    const std::string read =
        R"("failed_at":9,"model":"m","errors":["x"],"request_counts":{"total":9},"metadata":{"a":"1"})";
    Batch state = batch_with(read);
    fold_step(state,
              batch_with(R"("failed_at":"soon","model":[1],"errors":5,"request_counts":"4/9","metadata":7)"));
    CHECK(state == batch_with(read));
}

TEST_CASE("a value that was read displaces one that no rule could read") {
    Batch state =
        batch_with(R"("failed_at":"soon","model":[1],"errors":5,"request_counts":"4/9","metadata":7,"x":1)");
    const std::string read =
        R"("failed_at":9,"model":"m","errors":["x"],"request_counts":{"total":9},"metadata":{"a":"1"},"x":1)";
    fold_step(state, batch_with(read));
    CHECK(state == batch_with(read));
}

TEST_CASE("of values that no rule can read the last one stays") {
    Batch state = batch_with(R"("failed_at":"soon","errors":{"x":1})");
    fold_step(state, batch_with(R"("failed_at":"later","errors":{"y":2})"));
    CHECK(state.extra == Pairs{{"failed_at", R"("later")"}, {"errors", R"({"y":2})"}});
}

TEST_CASE("precedence observed opens an epoch that starts from nothing") {
    const FoldInput failed = seen(10, R"("status":"failed","failed_at":9,"model":"m","errors":["x"])");
    const FoldInput retried = seen(20, R"("status":"in_progress","in_progress_at":5)", observed);
    CHECK(state_of({failed, retried}) == retried.batch);
    CHECK(state_of({retried, failed}) == retried.batch);
    CHECK(fold({failed, retried}).last.epoch == 1);
}

TEST_CASE("an answer from before an epoch does not count in it, one from after it does") {
    const FoldInput retried = seen(20, R"("status":"in_progress")", observed);
    CHECK(state_of({retried, seen(19, R"("status":"completed","model":"m")")}) == retried.batch);
    CHECK(state_of({retried, seen(21, R"("status":"completed","model":"m")")}) ==
          batch_with(R"("status":"completed","model":"m")"));
    CHECK(state_of({retried, seen(21, R"("status":"queued","model":"m")")}) ==
          batch_with(R"("status":"in_progress","model":"m")"));
}

TEST_CASE("each observation of precedence observed opens an epoch, also with an answer that is known") {
    const FoldInput running = seen(10, R"("status":"in_progress")");
    const FoldInput failed = seen(20, R"("status":"failed","failed_at":9)");
    const FoldInput again = seen(30, R"("status":"in_progress")", observed);
    const FoldInput failed_again = seen(40, R"("status":"failed","failed_at":9)", observed);
    CHECK(state_of({running, failed, again}) == running.batch);
    CHECK(state_of({running, failed, again, failed_again}) == failed.batch);
    CHECK(fold({failed_again, again, failed, running}).last.epoch == 2);
}

TEST_CASE("at one moment an epoch begins with the digest that opens it") {
    const FoldInput opening = seen(10, R"("status":"in_progress","model":"opening")", observed);
    const FoldInput other = seen(10, R"("status":"completed","model":"other")");
    const bool counts = other.digest > opening.digest;
    CHECK(state_of({opening, other}).model == (counts ? "other" : "opening"));
    CHECK(state_of({other, opening}) == state_of({opening, other}));
}

TEST_CASE("the same answer of one moment with both precedences is one that opens an epoch") {
    const FoldInput before = seen(9, R"("status":"failed","model":"m")");
    const FoldInput plain = seen(10, R"("status":"in_progress")");
    const FoldInput opening = seen(10, R"("status":"in_progress")", observed);
    CHECK(state_of({before, plain, opening}) == plain.batch);
    CHECK(state_of({before, opening, plain}) == plain.batch);
}

TEST_CASE("every order of arrival ends in the same state, and each state on the way is the fold so far") {
    const unsigned seed = test_seed();
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<FoldInput> inputs{
        seen(10, R"("status":"queued","model":"a","x":1)"),
        seen(20, R"("status":"in_progress","in_progress_at":5,"failed_at":"soon")"),
        seen(20, R"("status":"in_progress","in_progress_at":5,"request_counts":{"completed":1,"why":2})"),
        seen(30, R"("status":"failed","failed_at":9,"errors":["x"])"),
        seen(30, R"("status":"in_progress","in_progress_at":6,"request_counts":"?")", observed),
        seen(40, R"("status":"queued","model":"a","x":1)"),
        seen(50, R"("status":"cancelled","errors":7,"x":[2])"),
        seen(50, R"("status":"completed","metadata":{"a":"1"},"x":null)")};
    const Batch expected = state_of(inputs);
    for (int round = 0; round < 200; ++round) {
        std::shuffle(inputs.begin(), inputs.end(), random);
        Folding folding;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const Batch before = folding.folded().state;
            const bool changed = folding.add(inputs[i]);
            const std::vector<FoldInput> some(inputs.begin(),
                                              inputs.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            CHECK(folding.folded().state == state_of(some));
            CHECK(changed == (before != folding.folded().state));
            CHECK(folding.changed_at_us() == changed_at_us(some, folding.folded().state));
        }
        CHECK(state_of(inputs) == expected);
    }
}

TEST_CASE("changed fields are named in the API's order, then those of extra") {
    CHECK(changes(R"("status":"queued","z":1,"y":1)",
                  R"("metadata":{},"status":"failed","model":"m","z":2,"a":1)") ==
          std::vector<std::string>{"model", "status", "metadata", "y", "z", "a"});
    CHECK(changes(R"("status":"queued")", R"("status":"QUEUED")").empty());
}

TEST_CASE("a field that changes only in what no rule can read is named once") {
    CHECK(changes(R"("failed_at":"soon")", R"("failed_at":"later")") ==
          std::vector<std::string>{"failed_at"});
    CHECK(changes(R"("failed_at":"soon")", R"("failed_at":9)") == std::vector<std::string>{"failed_at"});
    CHECK(changes(R"("usage":{"cost":1})", R"("usage":{"cost":2})") == std::vector<std::string>{"usage"});
    CHECK(changes(R"("errors":["x"])", R"("errors":[{"message":"x","n":1}])") ==
          std::vector<std::string>{"errors"});
}
