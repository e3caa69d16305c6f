#include "catch.hpp"
#include "model/fold.hpp"
#include "model/reading_of.hpp"

#include <batchstore/json.hpp>

// Counts and usage are folded member by member.

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// The state after answers that are folded in this order.
Batch folded(const std::vector<std::string>& members) {
    Batch state;
    state.id = "b";
    for (const std::string& said : members) fold_step(state, batch_with(said));
    CHECK(Answer::read(to_json_text(state)).batch() == state);
    return state;
}

}  // namespace

TEST_CASE("a member that a later answer does not say keeps what was said of it") {
    const std::string known = R"("request_counts":{"total":10,"completed":10,"failed":0})";
    for (const char* later : {"{}", "null", "\"\"", "\"4/9\"", "[]", R"({"total":null,"completed":""})",
                              R"({"total":"many","completed":-1})"}) {
        CAPTURE(later);
        CHECK(folded({known, "\"request_counts\":" + std::string(later)}) == batch_with(known));
    }
    CHECK(folded({known, R"("request_counts":{"total":null,"completed":9,"failed":1})"}).request_counts ==
          RequestCounts{10, 9, 1});
}

TEST_CASE("tokens in details are members too") {
    const std::string known =
        R"("usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2},"total_tokens":9})";
    for (const char* later : {"{}", R"({"input_tokens_details":{}})", R"({"input_tokens_details":7})",
                              R"({"input_tokens_details":{"cached_tokens":1.5}})"}) {
        CAPTURE(later);
        CHECK(folded({known, "\"usage\":" + std::string(later)}) == batch_with(known));
    }
    CHECK(
        folded({known, R"("usage":{"output_tokens":4,"input_tokens_details":{"cached_tokens":3}})"}).usage ==
        Usage{5, 3, 4, {}, 9});
}

TEST_CASE("what stands beside counts and usage is merged member by member, also inside it") {
    CHECK(folded({R"("request_counts":{"total":9,"cancelled":1,"x":{"a":1,"b":2}})",
                  R"("request_counts":{"total":9,"expired":2,"x":{"b":3,"c":4}})"}) ==
          batch_with(R"("request_counts":{"total":9,"cancelled":1,"expired":2,"x":{"a":1,"b":3,"c":4}})"));
    CHECK(
        folded({R"("usage":{"cost":1,"input_tokens_details":{"audio":1}})",
                R"("usage":{"cost":2.50,"input_tokens_details":{"cached_tokens":1,"text":2}})"}) ==
        batch_with(R"("usage":{"cost":2.50,"input_tokens_details":{"audio":1,"cached_tokens":1,"text":2}})"));
    CHECK(folded({R"("request_counts":{"x":{"a":1}})", R"("request_counts":{"x":5})"}) ==
          batch_with(R"("request_counts":{"x":5})"));
}

TEST_CASE("a member that was read displaces one that no rule could read, and never the other way round") {
    const std::string odd = R"("usage":{"input_tokens":"many","input_tokens_details":7,"cost":1})";
    const std::string read = R"("usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2}})";
    const Batch both =
        batch_with(R"("usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2},"cost":1})");
    CHECK(folded({odd, read}) == both);
    CHECK(folded({read, odd}) == both);
}

TEST_CASE("a value that is no object shows only as long as no member was said") {
    const std::string odd = R"("request_counts":"4/9")";
    CHECK(folded({odd, R"("request_counts":{"total":9})"}) == batch_with(R"("request_counts":{"total":9})"));
    CHECK(folded({odd, R"("request_counts":{"x":1})"}) == batch_with(R"("request_counts":{"x":1})"));
    CHECK(folded({odd, R"("request_counts":{})"}) == batch_with(odd));
    CHECK(folded({R"("request_counts":{})", odd}) == batch_with(odd));
    CHECK(folded({R"("request_counts":{"x":1})", odd}) == batch_with(R"("request_counts":{"x":1})"));
}

TEST_CASE("an empty object is kept where nothing else is known") {
    CHECK(folded({R"("request_counts":{})"}) == batch_with(R"("request_counts":{})"));
    CHECK(folded({R"("model":"m")", R"("usage":{"total_tokens":null})"}) ==
          batch_with(R"("model":"m","usage":{})"));
}

TEST_CASE("an epoch starts without the members of the one before") {
    const auto seen = [](std::int64_t at, const std::string& members, Precedence precedence) {
        const Answer answer = Answer::read(R"({"id":"b","object":"batch",)" + members + "}");
        return FoldInput{answer.batch(), answer.digest(), at, precedence};
    };
    CHECK(fold({seen(1, R"("request_counts":{"total":9,"x":1})", Precedence::lifecycle),
                seen(2, R"("request_counts":{"failed":1})", Precedence::observed)})
              .state == batch_with(R"("request_counts":{"failed":1})"));
}
