#include "catch.hpp"
#include "model/reading_of.hpp"

#include <limits>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Pairs = std::map<std::string, std::string, std::less<>>;

}  // namespace

TEST_CASE("an answer as the API documents it is read member by member") {
    const Answer answer = Answer::read(R"({
        "id": "batch_abc123", "object": "batch", "endpoint": "/v1/completions", "model": "gpt-5-2025-08-07",
        "errors": null, "input_file_id": "file-abc123", "completion_window": "24h", "status": "completed",
        "output_file_id": "file-cvaTdG", "error_file_id": "file-HOWS94", "created_at": 1711471533,
        "in_progress_at": 1711471538, "expires_at": 1711557933, "finalizing_at": 1711493133,
        "completed_at": 1711493163, "failed_at": null, "expired_at": null, "cancelling_at": null,
        "cancelled_at": null, "request_counts": {"total": 100, "completed": 95, "failed": 5},
        "usage": {"input_tokens": 1500, "input_tokens_details": {"cached_tokens": 1024}, "output_tokens": 500,
                  "output_tokens_details": {"reasoning_tokens": 300}, "total_tokens": 2000},
        "metadata": {"customer_id": "user_1", "batch_description": "Nightly"}})",
                                       Strictness::documented);
    const Batch expected{.id = "batch_abc123",
                         .endpoint = "/v1/completions",
                         .model = "gpt-5-2025-08-07",
                         .input_file_id = "file-abc123",
                         .completion_window = "24h",
                         .status = "completed",
                         .output_file_id = "file-cvaTdG",
                         .error_file_id = "file-HOWS94",
                         .created_at = 1711471533,
                         .in_progress_at = 1711471538,
                         .expires_at = 1711557933,
                         .finalizing_at = 1711493133,
                         .completed_at = 1711493163,
                         .request_counts = RequestCounts{100, 95, 5},
                         .usage = Usage{1500, 1024, 500, 300, 2000},
                         .metadata = Metadata{{"customer_id", "user_1"}, {"batch_description", "Nightly"}}};
    CHECK(answer.batch() == expected);
    CHECK(answer.findings().empty());
}

TEST_CASE("an answer keeps its text byte for byte") {
    const std::string text = "\n {\"id\":\"b\" ,\"object\":\"batch\",\"x\":1.50}\t\r\n";
    CHECK(Answer::read(text).text() == text);
}

TEST_CASE("an id is kept as it is") {
    for (const std::string id : {"  b ", "BATCH_1", "batch_%2F1", "b\x7f", "00012345678901234567890", "批"}) {
        CAPTURE(id);
        CHECK(Answer::read(R"({"id":")" + id + R"(","object":"batch"})").batch().id == id);
    }
}

TEST_CASE("a status in any letter case is one of the eight") {
    CHECK(batch_with(R"("status":"COMPLETED")").status == "completed");
    CHECK(batch_with(R"("status":"In_Progress")").status == "in_progress");
    CHECK(batch_with(R"("status":"canceled")").status == "cancelled");
    CHECK(batch_with(R"("status":"CANCELING")").status == "cancelling");
    CHECK(batch_with(R"("status":"")").status == std::nullopt);
}

TEST_CASE("other spellings of the eight statuses are the same word") {
    for (const char* word : {"InProgress", "inProgress", "in-progress", "In Progress", "IN_PROGRESS",
                             "In-Progress", "inprogress", "INPROGRESS"}) {
        CAPTURE(word);
        CHECK(batch_with("\"status\":\"" + std::string(word) + "\"").status == "in_progress");
    }
    CHECK(batch_with(R"("status":"Canceling")").status == "cancelling");
    CHECK(batch_with(R"("status":"Cancelled")").status == "cancelled");
    CHECK(batch_with(R"("status":"Finalizing")").status == "finalizing");
}

TEST_CASE("what only looks like one of the eight is another word") {
    for (const char* word : {"in__progress", "in.progress", "in progress ", "_in_progress", "comp_leted",
                             "fail-ed", "in_progres", "cancellled"}) {
        CAPTURE(word);
        CHECK(batch_with("\"status\":\"" + std::string(word) + "\"").status == word);
    }
    CHECK(batch_with(R"("status":"PreSchedule")").status == "preschedule");
}

TEST_CASE("another status is the server's word in lower case") {
    CHECK(batch_with(R"("status":"Partially_Completed")").status == "partially_completed");
    CHECK(batch_with(R"("status":" Failed ")").status == " failed ");
    CHECK(batch_with(R"("status":"AZ[@`É")").status == "az[@`É");
    CHECK(batch_with(R"("status":"JOB_STATE_QUEUED")").status == "job_state_queued");
}

TEST_CASE("every status has the phase that the table gives it") {
    const std::vector<std::pair<Phase, std::vector<const char*>>> phases{
        {Phase::waiting,
         {"validating", "created", "queued", "in_queue", "pending", "scheduled", "scheduling", "submitted",
          "pre_schedule"}},
        {Phase::running, {"in_progress", "running", "processing", "progress", "unheard_of", "completed "}},
        {Phase::finalizing, {"finalizing"}},
        {Phase::cancelling, {"cancelling"}},
        {Phase::ended,
         {"completed", "failed", "expired", "cancelled", "complete", "succeeded", "success", "ended",
          "stopped", "timeout_exceeded", "partially_completed"}}};
    for (const auto& [phase, words] : phases) {
        for (const char* word : words) {
            CAPTURE(word);
            CHECK(phase_of(word) == phase);
        }
    }
    CHECK(phase_of(std::nullopt) == Phase::waiting);
}

TEST_CASE("a time is integer seconds, whatever number it came as") {
    CHECK(batch_with(R"("created_at":1700000000)").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":1700000000.999999999)").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":1.7e9)").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":17000000000E-1)").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":"1700000000")").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":4102444800)").created_at == 4102444800);
}

TEST_CASE("values of 10^11 or more are milliseconds") {
    CHECK(batch_with(R"("created_at":99999999999)").created_at == 99999999999);
    CHECK(batch_with(R"("created_at":100000000000)").created_at == 100000000);
    CHECK(batch_with(R"("created_at":1700000000999)").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":1700000000999.75)").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":"1700000000999")").created_at == 1700000000);
}

TEST_CASE("a text of digits is a time where it makes one between 2000 and 2100") {
    CHECK(batch_with(R"("created_at":"946684800")").created_at == 946684800);
    CHECK(batch_with(R"("created_at":"4102444799")").created_at == 4102444799);
    CHECK(batch_with(R"("created_at":"946684800000")").created_at == 946684800);
    CHECK(batch_with(R"("created_at":"4102444799999")").created_at == 4102444799);
    CHECK(batch_with(R"("created_at":"01793534400")").created_at == 1793534400);
}

TEST_CASE("the relatives of RFC 3339 are converted too") {
    for (const char* text : {"2026-11-01T12:00Z", "2026-11-01T12:00:00+0000", "2026-11-01T12:00:00+00",
                             "2026-11-01 12:00:00Z", "2026-11-01 14:00+02", "20261101T120000Z",
                             "20261101T1200Z", "20261101T120000.9+0000", "2026-11-01 12:00:00 +0000"}) {
        CAPTURE(text);
        CHECK(batch_with("\"created_at\":\"" + std::string(text) + "\"").created_at == 1793534400);
    }
}

TEST_CASE("an RFC 3339 text is converted to seconds, rounded down") {
    CHECK(batch_with(R"("created_at":"2023-11-14T22:13:20Z")").created_at == 1700000000);
    CHECK(batch_with(R"("created_at":"2023-11-15T00:13:20.999999+02:00")").created_at == 1700000000);
}

TEST_CASE("zero, a negative number, an empty text and null are no time") {
    for (const char* value :
         {"0", "-1", "-1.5", "0.9", "-0", "\"0\"", "\"000\"", "\"-62135596800\"", "\"\"", "null",
          "\"1970-01-01T00:00:00Z\"", "\"1970-01-01T00:00:00.9Z\"", "\"0001-01-01T00:00:00Z\""}) {
        CAPTURE(value);
        const Batch batch = batch_with("\"failed_at\":" + std::string(value));
        CHECK(batch.failed_at == std::nullopt);
        CHECK(batch.extra.empty());
    }
}

TEST_CASE("a time that no rule can read is kept as it was said") {
    for (const char* value :
         {"\"20261101120000\"", "\"20261101\"", "\"202611011200\"", "\"946684799\"", "\"4102444800\"",
          "\"4102444800000\"", "\"946684799999\"", "\"1700000000000000\"", "\"99999999999999999999\"",
          "\"1793534400 \"", "\"soon\"", "\"2023-11-14\"", "\"2023-11-14T22:13:20\"", "\"1700000000.5\"",
          "true", "{}", "[1700000000]", "1e999", "99999999999999999999"}) {
        CAPTURE(value);
        const Batch batch = batch_with("\"failed_at\":" + std::string(value));
        CHECK(batch.failed_at == std::nullopt);
        CHECK(batch.extra == Pairs{{"failed_at", value}});
    }
}

TEST_CASE("a time whose seconds would pass for milliseconds is kept as it was said") {
    for (const char* value : {"1700000000000000", "1700000000000000000", "\"9999-12-31T23:59:59Z\"",
                              "\"5138-11-16T09:46:40Z\"", "9223372036854775807"}) {
        CAPTURE(value);
        const Batch batch = batch_with("\"failed_at\":" + std::string(value));
        CHECK(batch.failed_at == std::nullopt);
        CHECK(batch.extra == Pairs{{"failed_at", value}});
    }
    CHECK(batch_with(R"("failed_at":"5138-11-16T09:46:39Z")").failed_at == 99999999999);
}

TEST_CASE("an empty text in a text field means not set") {
    const Batch batch = batch_with(
        R"("endpoint":"","model":"","input_file_id":"","completion_window":"","output_file_id":"",)"
        R"("error_file_id":"")");
    Batch expected;
    expected.id = "b";
    CHECK(batch == expected);
    CHECK(batch_with(R"("model":" ")").model == " ");
}

TEST_CASE("a text field of another type is kept as it was said") {
    const Batch batch = batch_with(
        R"("model":5.0,"endpoint":{"url":"/v1"},"output_file_id":["f"],"status":true,"error_file_id":0)");
    CHECK(batch.model == std::nullopt);
    CHECK(batch.status == std::nullopt);
    CHECK(batch.extra == Pairs{{"model", "5.0"},
                               {"endpoint", R"({"url":"/v1"})"},
                               {"output_file_id", R"(["f"])"},
                               {"status", "true"},
                               {"error_file_id", "0"}});
}

TEST_CASE("counts are integers, also from decimal text, and unknown is not zero") {
    using Counts = RequestCounts;
    CHECK(batch_with(R"("request_counts":{"total":"12","completed":0,"failed":-0})").request_counts ==
          Counts{12, 0, 0});
    CHECK(batch_with(R"("request_counts":{"total":3.0,"completed":1e2})").request_counts ==
          Counts{3, 100, {}});
    CHECK(batch_with(R"("request_counts":{"total":null,"completed":""})").request_counts == Counts{});
    CHECK(batch_with(R"("request_counts":{})").request_counts == Counts{});
    CHECK(batch_with(R"("request_counts":null)").request_counts == std::nullopt);
    CHECK(batch_with(R"("model":"m")").request_counts == std::nullopt);
}

TEST_CASE("a count below zero is kept as it was said, and is not known") {
    const Batch batch = batch_with(
        R"("request_counts":{"total":-1,"completed":"-2","failed":3},)"
        R"("usage":{"input_tokens":-1.0,"output_tokens_details":{"reasoning_tokens":-9223372036854775808}})");
    CHECK(batch.request_counts == RequestCounts{{}, {}, 3});
    CHECK(batch.usage == Usage{});
    CHECK(
        batch.extra ==
        Pairs{
            {"request_counts", R"({"completed":"-2","total":-1})"},
            {"usage",
             R"({"input_tokens":-1.0,"output_tokens_details":{"reasoning_tokens":-9223372036854775808}})"}});
    CHECK(batch_with(R"("errors":{"data":[{"line":-1}]})").errors.front().line == -1);
}

TEST_CASE("a count beyond 2^53 keeps every digit") {
    const Batch batch =
        batch_with(R"("usage":{"input_tokens":9223372036854775807,"output_tokens":9007199254740993.0,)"
                   R"("total_tokens":9007199254740993e0})");
    CHECK(batch.usage->input_tokens == std::numeric_limits<std::int64_t>::max());
    CHECK(batch.usage->output_tokens == 9007199254740993);
    CHECK(batch.usage->total_tokens == 9007199254740993);
}

TEST_CASE("a count that is no 64-bit integer is kept as it was said, beside those that are") {
    const Batch batch = batch_with(
        R"("request_counts":{"total":10,"completed":4.5,"failed":[1],"x":{"b":1,"a":null}},)"
        R"("usage":{"input_tokens":9223372036854775808,"output_tokens":1.00000000000000000001,"total_tokens":7})");
    CHECK(batch.request_counts == RequestCounts{10, {}, {}});
    CHECK(batch.usage == Usage{{}, {}, {}, {}, 7});
    CHECK(batch.extra ==
          Pairs{{"request_counts", R"({"completed":4.5,"failed":[1],"x":{"b":1}})"},
                {"usage", R"({"input_tokens":9223372036854775808,"output_tokens":1.00000000000000000001})"}});
}

TEST_CASE("tokens in details are read only where the API puts them") {
    const Batch batch = batch_with(
        R"("usage":{"input_tokens_details":{"cached_tokens":5,"audio":1},"output_tokens_details":7,)"
        R"("cached_tokens":8})");
    CHECK(batch.usage == Usage{{}, 5, {}, {}, {}});
    CHECK(batch.extra == Pairs{{"usage", R"({"cached_tokens":8,"input_tokens_details":{"audio":1},)"
                                         R"("output_tokens_details":7})"}});
}

TEST_CASE("an empty key beside counts is a key like any other") {
    const Batch batch =
        batch_with(R"("request_counts":{"total":9,"":{"total":5}},"usage":{"total_tokens":8,"":""})");
    CHECK(batch.request_counts == RequestCounts{9, {}, {}});
    CHECK(batch.usage == Usage{{}, {}, {}, {}, 8});
    CHECK(batch.extra == Pairs{{"request_counts", R"({"":{"total":5}})"}, {"usage", R"({"":""})"}});
}

TEST_CASE("counts and usage that are no objects are kept as they were said") {
    const Batch batch = batch_with(R"("request_counts":"4/9","usage":[1, 2],"metadata":"note")");
    CHECK(batch.request_counts == std::nullopt);
    CHECK(batch.usage == std::nullopt);
    CHECK(batch.metadata == std::nullopt);
    CHECK(batch.extra == Pairs{{"request_counts", "\"4/9\""}, {"usage", "[1,2]"}, {"metadata", "\"note\""}});
    CHECK(batch_with(R"("request_counts":"","usage":"","metadata":"")").extra.empty());
}

TEST_CASE("metadata keeps texts, and any other value as its JSON text") {
    const Batch batch =
        batch_with(R"("metadata":{"text":" a ","empty":"","number":1.50,"yes":true,"none":null,"":"no key",)"
                   R"("nested":{ "b": [1, null], "a": "\u00e9\n" }})");
    CHECK(batch.metadata == Pairs{{"text", " a "},
                                  {"empty", ""},
                                  {"number", "1.50"},
                                  {"yes", "true"},
                                  {"", "no key"},
                                  {"nested", "{\"a\":\"é\\n\",\"b\":[1,null]}"}});
    CHECK(batch.extra.empty());
}

TEST_CASE("metadata that is empty is set, and null is not") {
    CHECK(batch_with(R"("metadata":{})").metadata == Metadata{});
    CHECK(batch_with(R"("metadata":{"a":null})").metadata == Metadata{});
    CHECK(batch_with(R"("metadata":null)").metadata == std::nullopt);
}

TEST_CASE("unknown fields are kept at any depth, with their digits and without their nulls") {
    const Batch batch = batch_with(
        R"("z":12345678901234567890123, "a": { "y":[ 1.0, null, {"n":null} ], "x":1e999 }, "none":null, "t":"")");
    CHECK(batch.extra ==
          Pairs{{"z", "12345678901234567890123"}, {"a", R"({"x":1e999,"y":[1.0,null,{}]})"}, {"t", "\"\""}});
}

TEST_CASE("of a key that stands twice the last one counts") {
    CHECK(batch_with(R"("status":"failed","status":"completed")").status == "completed");
    CHECK(batch_with(R"("status":"failed","status":null)").status == std::nullopt);
    CHECK(batch_with(R"("status":5,"status":"failed")") == batch_with(R"("status":"failed")"));
    CHECK(batch_with(R"("x":1,"x":null)").extra.empty());
    CHECK(batch_with(R"("x":null,"x":{"y":1,"y":2})").extra == Pairs{{"x", R"({"y":2})"}});
    CHECK(batch_with(R"("metadata":{"a":"1","b":"2"},"metadata":{"a":"3","a":"4"})").metadata ==
          Pairs{{"a", "4"}});
    CHECK(batch_with(R"("metadata":{"a":"1","a":null})").metadata == Metadata{});
    CHECK(batch_with(R"("request_counts":{"total":"?","total":5})").extra.empty());
    CHECK(batch_with(R"("usage":{"input_tokens_details":{"cached_tokens":5},"input_tokens_details":{}})")
              .usage == Usage{});
    CHECK(batch_with(R"("errors":["x"],"errors":5)") == batch_with(R"("errors":5)"));
}
