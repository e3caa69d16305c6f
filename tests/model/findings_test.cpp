#include "catch.hpp"
#include "model/reading_of.hpp"

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Findings = std::vector<std::string>;

/// A JSON object of so many pairs of keys and values of these lengths.
std::string pairs(int count, std::size_t key_length, const std::string& value) {
    std::string json;
    for (int i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        json += (i == 0 ? "\"" : ",\"") + number + std::string(key_length - number.size(), 'k') + "\":\"" +
                value + "\"";
    }
    return "\"metadata\":{" + json + "}";
}

std::string repeated(int times, const std::string& text) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

TEST_CASE("each oddity has the name that reports and strict refusals show") {
    const std::vector<std::pair<Oddity, std::string>> names{{Oddity::missing, "missing"},
                                                            {Oddity::null_value, "null"},
                                                            {Oddity::empty, "empty"},
                                                            {Oddity::wrong_type, "wrong_type"},
                                                            {Oddity::undocumented, "undocumented"},
                                                            {Oddity::not_seconds, "not_seconds"},
                                                            {Oddity::not_integer, "not_integer"},
                                                            {Oddity::negative, "negative"},
                                                            {Oddity::broken_text, "broken_text"},
                                                            {Oddity::other_name, "other_name"},
                                                            {Oddity::other_shape, "other_shape"},
                                                            {Oddity::over_limit, "over_limit"},
                                                            {Oddity::duplicate_key, "duplicate_key"}};
    for (const auto& [oddity, name] : names) {
        CHECK(to_string(oddity) == name);
        CHECK(to_string(Finding{"metadata.team", oddity}) == "metadata.team: " + name);
    }
}

TEST_CASE("a documented answer with unknown fields has no findings") {
    CHECK(findings_with(R"("model":"m","x":{"y":[1.5,"",{}]},"dwext":null)").empty());
}

TEST_CASE("a required field of the wrong type is found once, as that") {
    CHECK(findings_of(R"({"id":"b","object":"batch","endpoint":1,"input_file_id":{},"completion_window":24,)"
                      R"("status":[],"created_at":true})") ==
          Findings{"endpoint: wrong_type", "input_file_id: wrong_type", "completion_window: wrong_type",
                   "status: wrong_type", "created_at: not_seconds"});
}

TEST_CASE("optional fields are found only when they have a value that is odd") {
    CHECK(findings_with(R"("model":null,"output_file_id":"","failed_at":null,"completed_at":0)").empty());
    CHECK(findings_with(R"("model":1)") == Findings{"model: wrong_type"});
    CHECK(findings_with(R"("output_file_id":["f"])") == Findings{"output_file_id: wrong_type"});
}

TEST_CASE("a status that is not written as one of the eight is undocumented") {
    for (const char* status : {"queued", "Completed", "COMPLETED", "canceled", "cancelling "}) {
        CAPTURE(status);
        CHECK(
            findings_of(
                R"({"id":"b","object":"batch","endpoint":"e","input_file_id":"f","completion_window":"24h",)"
                R"("created_at":1,"status":")" +
                std::string(status) + "\"}") == Findings{"status: undocumented"});
    }
}

TEST_CASE("a time that is not integer seconds is found, readable or not") {
    for (const char* time : {"1700000000000", "1700000000.0", "\"1700000000\"", "\"2023-11-14T22:13:20Z\"",
                             "\"soon\"", "true", "{}", "1e999", "\"\""}) {
        CAPTURE(time);
        CHECK(findings_with("\"failed_at\":" + std::string(time)) == Findings{"failed_at: not_seconds"});
    }
}

TEST_CASE("a count that is no JSON integer is found by its path") {
    CHECK(findings_with(R"("request_counts":{"total":"3","completed":2.0,"failed":0})") ==
          Findings{"request_counts.total: not_integer", "request_counts.completed: not_integer"});
    CHECK(findings_with(
              R"("usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":1.5},"output_tokens":1,)"
              R"("output_tokens_details":{"reasoning_tokens":1},"total_tokens":2})") ==
          Findings{"usage.input_tokens_details.cached_tokens: not_integer", "usage: other_shape"});
}

TEST_CASE("a count below zero is found by its path, and is not known") {
    CHECK(findings_with(R"("request_counts":{"total":-1,"completed":"-2","failed":0})") ==
          Findings{"request_counts.total: negative", "request_counts.completed: negative",
                   "request_counts: other_shape"});
    CHECK(findings_with(
              R"("usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":-1.0},"output_tokens":1,)"
              R"("output_tokens_details":{"reasoning_tokens":0},"total_tokens":2})") ==
          Findings{"usage.input_tokens_details.cached_tokens: negative", "usage: other_shape"});
}

TEST_CASE("counts that stand flat in the answer are found") {
    for (const char* key : {"request_counts.total", "request_counts_completed", "requestCountsFailed",
                            "usage.input_tokens", "usage_total_tokens", "usage.prompt_tokens"}) {
        CAPTURE(key);
        CHECK(findings_with("\"" + std::string(key) + "\":3") ==
              Findings{key + std::string(": other_shape")});
        CHECK(findings_with("\"" + std::string(key) + "\":null").empty());
    }
    for (const char* key : {"request_counts.cancelled", "request_count", "usage_", "counts.total", "total"}) {
        CAPTURE(key);
        CHECK(findings_with("\"" + std::string(key) + "\":3").empty());
    }
}

TEST_CASE("an empty text in place of a count is found, and that the count is not known") {
    CHECK(findings_with(R"("request_counts":{"total":"","completed":2,"failed":1})") ==
          Findings{"request_counts.total: not_integer", "request_counts: other_shape"});
}

TEST_CASE("counts and usage that lack a member have another shape") {
    CHECK(findings_with(R"("request_counts":{})") == Findings{"request_counts: other_shape"});
    CHECK(findings_with(R"("request_counts":{"total":3,"completed":null,"failed":0})") ==
          Findings{"request_counts: other_shape"});
    CHECK(findings_with(R"("usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2})") ==
          Findings{"usage: other_shape"});
    CHECK(findings_with(R"("request_counts":{"total":3,"completed":2,"failed":1,"expired":0})").empty());
}

TEST_CASE("what is no object where one is documented has another shape") {
    for (const char* value : {"\"4/9\"", "7", "[]", "true", "\"\""}) {
        CAPTURE(value);
        CHECK(findings_with("\"request_counts\":" + std::string(value)) ==
              Findings{"request_counts: other_shape"});
        CHECK(findings_with("\"usage\":" + std::string(value)) == Findings{"usage: other_shape"});
        CHECK(findings_with("\"metadata\":" + std::string(value)) == Findings{"metadata: other_shape"});
    }
}

TEST_CASE("errors in the documented shape are nothing odd") {
    CHECK(
        findings_with(
            R"("errors":{"object":"list","data":[{"code":"c","message":"m","param":null,"line":1},{"line":null}]})")
            .empty());
    CHECK(findings_with(R"("errors":{"object":"list","data":[]})").empty());
    CHECK(findings_with(R"("errors":{"object":"list","data":null})").empty());
    CHECK(findings_with(R"("errors":{"object":null,"data":null})").empty());
    CHECK(findings_with(R"("errors":[])").empty());
    CHECK(findings_with(R"("errors":{})").empty());
    CHECK(findings_with(R"("errors":null,"error":null)").empty());
}

TEST_CASE("errors in another shape are found once") {
    for (const char* errors :
         {R"(["m"])", R"([{"code":"c"}])", R"("m")", R"({"message":"m"})", R"({"data":{"code":"c"}})",
          R"({"x":1})", R"({"data":[{"code":5}]})", R"({"data":[{"line":"7"}]})",
          R"({"data":[{"line":1.5},"m",7]})", R"({"object":"list","data":["m"]})", R"([null])"}) {
        CAPTURE(errors);
        CHECK(findings_with("\"errors\":" + std::string(errors)) == Findings{"errors: other_shape"});
    }
    CHECK(findings_with(R"("errors":5)") == Findings{"errors: wrong_type"});
}

TEST_CASE("error in the singular is found when it counts as the errors") {
    CHECK(findings_with(R"("error":{"message":"m"})") == Findings{"error: other_shape"});
    CHECK(findings_with(R"("error":"m")") == Findings{"error: other_shape"});
    CHECK(findings_with(R"("error":false)").empty());
    CHECK(findings_with(R"("error":{"x":1})").empty());
    CHECK(findings_with(R"("error":"m","errors":{"object":"list","data":[{"code":"c"}]})").empty());
}

TEST_CASE("16 pairs of metadata with 64 and 512 characters are within the limits") {
    CHECK(findings_with(pairs(16, 64, std::string(512, 'v'))).empty());
    CHECK(findings_with(pairs(1, 1, repeated(512, "\xf0\x9f\x98\x80"))).empty());
    CHECK(findings_with("\"metadata\":{\"" + repeated(64, "\xc3\xa9") + "\":\"v\"}").empty());
    CHECK(findings_with(R"("metadata":{})").empty());
}

TEST_CASE("metadata over each limit is found") {
    CHECK(findings_with(pairs(17, 2, "v")) == Findings{"metadata: over_limit"});
    CHECK(findings_with(pairs(1, 65, "v")) == Findings{"metadata.0" + std::string(64, 'k') + ": over_limit"});
    CHECK(findings_with(pairs(1, 1, std::string(513, 'v'))) == Findings{"metadata.0: over_limit"});
    CHECK(findings_with(pairs(1, 1, repeated(513, "\xc3\xa9"))) == Findings{"metadata.0: over_limit"});
}

TEST_CASE("metadata that is no text is found by its key") {
    CHECK(findings_with(R"("metadata":{"n":1,"t":"t","o":{},"none":null})") ==
          Findings{"metadata.n: wrong_type", "metadata.o: wrong_type"});
}

TEST_CASE("a key that stands twice is found, wherever it stands") {
    CHECK(findings_with(R"("model":"a","model":"b")") == Findings{"model: duplicate_key"});
    CHECK(findings_with(R"("model":null,"model":"b")") == Findings{"model: duplicate_key"});
    CHECK(findings_with(R"("id":"b")") == Findings{"id: duplicate_key"});
    CHECK(findings_with(R"("object":"batch")") == Findings{"object: duplicate_key"});
    CHECK(findings_with(R"("x":1,"x":1)") == Findings{"x: duplicate_key"});
    CHECK(findings_with(R"("x":null,"x":1)") == Findings{"x: duplicate_key"});
    CHECK(findings_with(R"("x":{"y":[{"z":1,"z":2}]})") == Findings{"extra: duplicate_key"});
    CHECK(findings_with(R"("metadata":{"a":"1","a":"1"})") == Findings{"metadata.a: duplicate_key"});
    CHECK(findings_with(R"("metadata":{"a":null,"a":"1"})") == Findings{"metadata.a: duplicate_key"});
    CHECK(findings_with(R"("request_counts":{"total":1,"total":3,"completed":2,"failed":1})") ==
          Findings{"request_counts: duplicate_key"});
    CHECK(findings_with(
              R"("usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":1,"cached_tokens":1},)"
              R"("output_tokens":1,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":2})") ==
          Findings{"usage.input_tokens_details: duplicate_key"});
}

TEST_CASE("a key written with an escape is the same key") {
    CHECK(findings_with(R"("\u006dodel":"a","model":"b")") == Findings{"model: duplicate_key"});
    CHECK(findings_with(R"("x":1,"\u0078":1)") == Findings{"x: duplicate_key"});
}
