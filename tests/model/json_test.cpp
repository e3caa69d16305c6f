#include "catch.hpp"
#include "model/json_text.hpp"
#include "model/reading_of.hpp"

#include <batchstore/error.hpp>
#include <batchstore/json.hpp>
#include <batchstore/reading.hpp>

#include <limits>

#include <nlohmann/json.hpp>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// What stands under a key in the JSON of an answer with these members.
std::string json_of(const std::string& key, const std::string& members) {
    return to_json(batch_with(members)).at(key).dump();
}

}  // namespace

TEST_CASE("a batch that says nothing has all documented keys in the API's order") {
    Batch batch;
    batch.id = "b";
    CHECK(
        to_json_text(batch) ==
        R"({"id":"b","object":"batch","endpoint":null,"model":null,"errors":null,"input_file_id":null,)"
        R"("completion_window":null,"status":null,"output_file_id":null,"error_file_id":null,"created_at":null,)"
        R"("in_progress_at":null,"expires_at":null,"finalizing_at":null,"completed_at":null,"failed_at":null,)"
        R"("expired_at":null,"cancelling_at":null,"cancelled_at":null,"request_counts":null,"usage":null,)"
        R"("metadata":null})");
}

TEST_CASE("a documented answer without white space is its own JSON") {
    const std::string text =
        R"({"id":"batch_abc123","object":"batch","endpoint":"/v1/completions","model":"gpt-5","errors":)"
        R"({"object":"list","data":[{"code":"invalid","message":"Not JSON","param":null,"line":3}]},)"
        R"("input_file_id":"file-abc123","completion_window":"24h","status":"completed","output_file_id":"file-o",)"
        R"("error_file_id":"file-e","created_at":1,"in_progress_at":2,"expires_at":3,"finalizing_at":4,)"
        R"("completed_at":5,"failed_at":6,"expired_at":7,"cancelling_at":8,"cancelled_at":9,)"
        R"("request_counts":{"total":100,"completed":95,"failed":5},"usage":{"input_tokens":1500,)"
        R"("input_tokens_details":{"cached_tokens":1024},"output_tokens":500,)"
        R"("output_tokens_details":{"reasoning_tokens":300},"total_tokens":2000},)"
        R"("metadata":{"batch_description":"Nightly","customer_id":"user_1"}})";
    CHECK(to_json_text(Answer::read(text).batch()) == text);
}

TEST_CASE("unknown fields follow the documented ones, sorted by key") {
    const std::string text = to_json_text(batch_with(R"("z":[1],"a":{"c":1,"b":2},"dwext":"")"));
    CHECK_THAT(text, Catch::Matchers::EndsWith(R"("metadata":null,"a":{"b":2,"c":1},"dwext":"","z":[1]})"));
}

TEST_CASE("the JSON value is the JSON text parsed, in the same order") {
    const Batch batch = batch_with(
        R"("status":"FAILED","errors":["x"],"usage":{"cost":1.5},"metadata":{"n":1},"x":{"b":1,"a":[]})");
    CHECK(to_json(batch) == nlohmann::ordered_json::parse(to_json_text(batch)));
    CHECK(to_json(batch).dump() == to_json_text(batch));
}

TEST_CASE("JSON text has no line breaks and escapes what JSON must escape") {
    Batch batch;
    batch.id = "\"\\/\b\f\n\r\t\x01\x1f\x7f é";
    CHECK_THAT(to_json_text(batch), Catch::Matchers::StartsWith(R"({"id":"\"\\/\b\f\n\r\t\u0001\u001f)"
                                                                "\x7f é\",\"object\""));
    CHECK(Answer::read(to_json_text(batch)).batch() == batch);
}

TEST_CASE("U+0000 and halves of surrogate pairs in a hand-made batch are escaped") {
    Batch batch;
    batch.id = "b";
    batch.model = std::string("\0", 1) + "\xed\x9f\xbf\xed\xa0\xbd\xed\xb8\x80\xed\xa0";
    CHECK_THAT(to_json_text(batch),
               Catch::Matchers::ContainsSubstring("\"model\":\"\\u0000\xed\x9f\xbf\\ud83d\\ude00\xed\xa0\""));
}

TEST_CASE("Hangul and other text whose bytes begin as halves do stays as it is") {
    const std::string hangul = "\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4 \xed\x9e\xa3 plain text behind it";
    CHECK(batch_with("\"model\":\"" + hangul + "\"").model == hangul);
    CHECK_THAT(to_json_text(batch_with("\"model\":\"" + hangul + "\"")),
               Catch::Matchers::ContainsSubstring("\"model\":\"" + hangul + "\""));
}

TEST_CASE("half of a surrogate pair becomes U+FFFD as a JSON value") {
    CHECK(to_json(batch_with(R"("x":{"k":"a\ud83d"})")).at("x").at("k") == "a\xef\xbf\xbd");
}

TEST_CASE("the digits of huge and exact numbers are kept in the text") {
    const std::string members =
        R"("big":12345678901234567890123,"far":1E+999,"exact":0.10,"usage":{"cost":1.00000000000000000001})";
    const std::string text = to_json_text(batch_with(members));
    CHECK_THAT(text,
               Catch::Matchers::ContainsSubstring(R"("total_tokens":null,"cost":1.00000000000000000001})"));
    CHECK_THAT(text,
               Catch::Matchers::EndsWith(R"("big":12345678901234567890123,"exact":0.10,"far":1E+999})"));
}

TEST_CASE("a number beyond 64 bits becomes a double as a JSON value, one beyond a double is an error") {
    CHECK(to_json(batch_with(R"("big":12345678901234567890123)")).at("big") == 12345678901234567890123.0);
    CHECK(to_json(batch_with(R"("big":18446744073709551615)")).at("big") ==
          std::numeric_limits<std::uint64_t>::max());
    CHECK_THROWS_AS(to_json(batch_with(R"("far":1e999)")), Error);
}

TEST_CASE("a hand-made batch whose text is not UTF-8 is no JSON value") {
    Batch batch;
    batch.id = "\xff";
    CHECK_THROWS_AS(to_json(batch), Error);
}

TEST_CASE("what is beside the counts and tokens is shown behind them") {
    CHECK(json_of("request_counts", R"("request_counts":{"cancelled":2,"failed":"1","total":"many"})") ==
          R"({"total":"many","completed":null,"failed":1,"cancelled":2})");
    CHECK(json_of("usage",
                  R"("usage":{"output_tokens_details":{"x":1},"input_tokens_details":7,"cost":0.5})") ==
          R"({"input_tokens":null,"input_tokens_details":7,"output_tokens":null,)"
          R"("output_tokens_details":{"reasoning_tokens":null,"x":1},"total_tokens":null,"cost":0.5})");
}

TEST_CASE("errors are shown as the API's list, with what no row can hold") {
    CHECK(json_of("errors", R"("errors":["m"])") ==
          R"({"object":"list","data":[{"code":null,"message":"m","param":null,"line":null}]})");
    CHECK(json_of("errors", R"("errors":[{"message":"m","count":3}])") ==
          R"({"object":"list","data":[{"count":3,"message":"m"}]})");
    CHECK(json_of("errors", R"("errors":{"data":[{"code":"c"}],"message":"m"})") ==
          R"({"object":"list","data":[{"code":"c","message":null,"param":null,"line":null}],"message":"m"})");
    CHECK(json_of("errors", R"("error":{"message":"m"})") ==
          R"({"object":"list","data":[{"code":null,"message":"m","param":null,"line":null}]})");
    CHECK(json_of("errors", R"("errors":{"object":"list","why":"x"})") == R"({"object":"list","why":"x"})");
    CHECK(json_of("errors", R"("errors":[])") == "null");
}

TEST_CASE("a value that no rule can read is shown where it stood") {
    CHECK(json_of("status", R"("status":["done"])") == R"(["done"])");
    CHECK(json_of("failed_at", R"("failed_at":"soon")") == R"("soon")");
    CHECK(json_of("request_counts", R"("request_counts":"4/9")") == R"("4/9")");
    CHECK(json_of("metadata", R"("metadata":[1])") == "[1]");
    CHECK(json_of("error", R"("error":{"x":1})") == R"({"x":1})");
}

TEST_CASE("empty metadata is an object and not null") {
    CHECK(json_of("metadata", R"("metadata":{})") == "{}");
    CHECK(json_of("metadata", R"("metadata":null)") == "null");
}

// The examples of RFC 7396, appendix A, that have no white space or whose result keeps the target's order.
TEST_CASE("a patch is merged as RFC 7396 says") {
    CHECK(merge_json(R"({"a":"b"})", R"({"a":"c"})") == R"({"a":"c"})");
    CHECK(merge_json(R"({"a":"b"})", R"({"b":"c"})") == R"({"a":"b","b":"c"})");
    CHECK(merge_json(R"({"a":"b"})", R"({"a":null})") == "{}");
    CHECK(merge_json(R"({"a":"b","b":"c"})", R"({"a":null})") == R"({"b":"c"})");
    CHECK(merge_json(R"({"a":["b"]})", R"({"a":"c"})") == R"({"a":"c"})");
    CHECK(merge_json(R"({"a":"c"})", R"({"a":["b"]})") == R"({"a":["b"]})");
    CHECK(merge_json(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})") == R"({"a":{"b":"d"}})");
    CHECK(merge_json(R"({"a":[{"b":"c"}]})", R"({"a":[1]})") == R"({"a":[1]})");
    CHECK(merge_json(R"(["a","b"])", R"(["c","d"])") == R"(["c","d"])");
    CHECK(merge_json(R"({"a":"b"})", R"(["c"])") == R"(["c"])");
    CHECK(merge_json(R"({"a":"foo"})", "null") == "null");
    CHECK(merge_json(R"({"e":null})", R"({"a":1})") == R"({"e":null,"a":1})");
    CHECK(merge_json("[1,2]", R"({"a":"b","c":null})") == R"({"a":"b"})");
    CHECK(merge_json("{}", R"({"a":{"bb":{"ccc":null}}})") == R"({"a":{"bb":{}}})");
}

TEST_CASE("merging knows a key by its text, not by its spelling") {
    CHECK(merge_json(R"({"a\"b":1,"é":1})", R"({"a\u0022b":2,"\u00e9":2})") == R"({"a\"b":2,"é":2})");
}

TEST_CASE("of a hundred thousand unknown counters every one is shown") {
    std::string counters = R"("total":1)";
    for (int i = 0; i < 100'000; ++i) {
        counters += ",\"c" + std::to_string(i) + "\":" + std::to_string(i);
    }
    const Batch batch = batch_with("\"request_counts\":{" + counters + "}");
    CHECK(nlohmann::json::parse(to_json_text(batch)).at("request_counts").size() == 100'003);
    CHECK(Answer::read(to_json_text(batch)).batch() == batch);
}

TEST_CASE("a parsed answer is read as its text is") {
    const std::string text =
        R"({"id":"b","object":"batch","status":"FAILED","created_at":1700000000123,"errors":["x"],"y":{"z":null}})";
    CHECK(from_json(nlohmann::json::parse(text)) == Answer::read(text).batch());
    CHECK(from_json({{"id", "b"}, {"object", "batch"}, {"status", "failed"}}).status == "failed");
}

TEST_CASE("a batch goes into a JSON value and back") {
    const Batch batch =
        batch_with(R"("status":"odd","failed_at":"soon","usage":{"cost":0.5},"metadata":{"a":"1"})");
    CHECK(from_json(to_json(batch)) == batch);
}

TEST_CASE("a JSON value that is no batch is refused as batchstore's own error") {
    using nlohmann::json;
    const std::vector<json> none{nullptr,
                                 json::array(),
                                 {{"id", 7}, {"object", "batch"}},
                                 {{"id", "\xff"}},
                                 json(json::value_t::discarded)};
    for (const json& value : none) {
        try {
            from_json(value);
            FAIL_CHECK("not refused");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid);
        }
    }
}
