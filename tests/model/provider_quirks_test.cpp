#include "catch.hpp"
#include "model/fold.hpp"
#include "model/reading_of.hpp"

#include <batchstore/json.hpp>

// One test case for each quirk that a survey of 56 servers, gateways and SDKs found, the most frequent first.

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Pairs = std::map<std::string, std::string, std::less<>>;
using Findings = std::vector<std::string>;

/// The state after answers that were observed one after the other.
Batch state_after(const std::vector<std::string>& members) {
    Folding folding;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const Answer answer = Answer::read(R"({"id":"b","object":"batch",)" + members[i] + "}");
        folding.add({answer.batch(), answer.digest(), static_cast<std::int64_t>(i)});
    }
    return folding.folded().state;
}

}  // namespace

TEST_CASE("quirk 1: an id is opaque, whatever it looks like") {
    for (const std::string& id : std::vector<std::string>{
             "8f14e45f-ceea-467f-a9c1-0d2f6b3c1a77", "batch-8f14e45f", "01J9Z3NDEKTSV4RRFFQ69G5FAV",
             "arn:aws:bedrock:us-east-1:1:model-invocation-job/abc", "arn%3Aaws%3Abedrock%2Fabc",
             std::string(240, 'Q') + "==", "9007199254740993", "batches/x", "BATCH_UPPER"}) {
        CAPTURE(id);
        const Answer answer = Answer::read(R"({"id":")" + id + R"(","object":"batch"})");
        CHECK(answer.batch().id == id);
        CHECK_THAT(to_json_text(answer.batch()), Catch::Matchers::StartsWith(R"({"id":")" + id + R"(",)"));
    }
}

TEST_CASE("quirk 2: optional keys sent as null say nothing and are nothing odd") {
    const std::string nulls =
        R"("model":null,"errors":null,"output_file_id":null,"error_file_id":null,"in_progress_at":null,)"
        R"("expires_at":null,"finalizing_at":null,"completed_at":null,"failed_at":null,"expired_at":null,)"
        R"("cancelling_at":null,"cancelled_at":null,"request_counts":null,"usage":null,"metadata":null)";
    CHECK(findings_with(nulls).empty());
    Batch expected;
    expected.id = "b";
    CHECK(batch_with(nulls) == expected);
}

TEST_CASE("quirk 3: a required key that is missing, null or empty is stored with a finding") {
    CHECK(findings_of(R"({"id":"b","object":"batch"})") ==
          Findings{"endpoint: missing", "input_file_id: missing", "completion_window: missing",
                   "status: missing", "created_at: missing"});
    CHECK(
        findings_of(R"({"id":"b","object":null,"endpoint":null,"input_file_id":"f","completion_window":null,)"
                    R"("status":"failed","created_at":null})") ==
        Findings{"object: null", "endpoint: null", "completion_window: null", "created_at: null"});
    CHECK(findings_of(R"({"id":"b","object":"batch","endpoint":"","input_file_id":"","completion_window":"",)"
                      R"("status":"","created_at":0})") == Findings{"endpoint: empty", "input_file_id: empty",
                                                                    "completion_window: empty",
                                                                    "status: empty", "created_at: empty"});
    CHECK(findings_of(R"({"id":"b","object":"","endpoint":"e","input_file_id":"f","completion_window":"24h",)"
                      R"("status":"failed","created_at":9})") == Findings{"object: empty"});
}

TEST_CASE("quirk 4: an omitted key and a null key make equal answers, also side by side") {
    const Answer omitted = Answer::read(R"({"id":"b","object":"batch","status":"failed"})");
    const Answer null =
        Answer::read(R"({"id":"b","object":"batch","status":"failed","errors":null,"model":null})");
    CHECK(omitted.digest() == null.digest());
    CHECK(omitted.batch() == null.batch());
}

TEST_CASE("quirk 5: extra fields of any depth are kept, another whole batch among them") {
    const std::string members =
        R"("results":[{"id":1},null],"dwext":{"priority":"1h","n":{"deep":[true]}},)"
        R"("extra_fields":{"raw_response":{"id":"raw","object":"batch","status":"ended"}})";
    CHECK(findings_with(members).empty());
    CHECK(batch_with(members).status == std::nullopt);
    CHECK(batch_with(members).extra ==
          Pairs{{"results", R"([{"id":1},null])"},
                {"dwext", R"({"n":{"deep":[true]},"priority":"1h"})"},
                {"extra_fields", R"({"raw_response":{"id":"raw","object":"batch","status":"ended"}})"}});
}

TEST_CASE("quirk 6: counts that are not said are unknown, not zero") {
    CHECK(batch_with(R"("request_counts":null)").request_counts == std::nullopt);
    CHECK(batch_with(R"("request_counts":{"total":10})").request_counts == RequestCounts{10, {}, {}});
    CHECK(batch_with(R"("request_counts":{"total":null,"completed":1,"failed":null})").request_counts ==
          RequestCounts{{}, 1, {}});
    CHECK(batch_with(R"("request_counts":{"total":"10","completed":"9","failed":"1"})").request_counts ==
          RequestCounts{10, 9, 1});
    CHECK(batch_with(R"("request_counts":{})").request_counts == RequestCounts{});
}

TEST_CASE("quirk 7: times as ISO text, milliseconds, floats, zero or a sentinel become seconds or nothing") {
    const Batch batch = batch_with(
        R"("created_at":"2026-03-31T12:00:00.123Z","in_progress_at":1774958400123,"finalizing_at":1774958400.5,)"
        R"("completed_at":0,"failed_at":-62135596800,"cancelled_at":"0001-01-01T00:00:00Z",)"
        R"("expires_at":"9999-12-31T23:59:59Z")");
    CHECK(batch.created_at == 1774958400);
    CHECK(batch.in_progress_at == 1774958400);
    CHECK(batch.finalizing_at == 1774958400);
    CHECK(batch.completed_at == std::nullopt);
    CHECK(batch.failed_at == std::nullopt);
    CHECK(batch.cancelled_at == std::nullopt);
    CHECK(batch.expires_at == std::nullopt);
    CHECK(batch.extra == Pairs{{"expires_at", R"("9999-12-31T23:59:59Z")"}});
}

TEST_CASE("quirk 8: a status outside the eight is kept in lower case and has a phase") {
    const auto phase = [](const std::string& status) {
        return std::string(to_string(phase_of(batch_with("\"status\":\"" + status + "\"").status)));
    };
    CHECK(batch_with(R"("status":"PROGRESS")").status == "progress");
    CHECK(batch_with(R"("status":"CANCELING")").status == "cancelling");
    CHECK(batch_with(R"("status":"Validating")").status == "validating");
    for (const char* status :
         {"scheduling", "created", "QUEUED", "in_queue", "pending", "pre_schedule", "submitted"}) {
        CHECK(phase(status) == "waiting");
    }
    for (const char* status : {"succeeded", "complete", "partially_completed", "stopped", "success"}) {
        CHECK(phase(status) == "ended");
    }
    CHECK(phase("running") == "running");
    CHECK(findings_with(R"("status":"QUEUED")") == Findings{"status: duplicate_key", "status: undocumented"});
}

TEST_CASE("quirk 9: a completion window is any text") {
    for (const std::string& window : std::vector<std::string>{
             "24hrs", "48h", "12h", "7d", "336h", "1d2h30min", "0h", "0s", "background", "36h30m"}) {
        CHECK(batch_with(R"("completion_window":")" + window + "\"").completion_window == window);
    }
    CHECK(batch_with(R"("completion_window":null)").completion_window == std::nullopt);
}

TEST_CASE("quirk 10: errors of every shape become rows, and what fits no row is kept") {
    using Errors = std::vector<BatchError>;
    CHECK(batch_with(R"("errors":{"data":[{"code":"c","line":7}]})").errors == Errors{{"c", {}, {}, 7}});
    CHECK(batch_with(R"("errors":{"object":null,"data":[{"code":"c"}]})").errors ==
          Errors{{"c", {}, {}, {}}});
    CHECK(batch_with(R"("errors":{"message":"m"})").errors == Errors{{{}, "m", {}, {}}});
    CHECK(batch_with(R"("errors":{"object":"list","data":null})").errors.empty());
    CHECK(batch_with(R"("errors":["one","two"])").errors == Errors{{{}, "one", {}, {}}, {{}, "two", {}, {}}});
    CHECK(batch_with(R"("errors":"")").errors.empty());
    CHECK(batch_with(R"("errors":[])").errors.empty());
    CHECK(batch_with(R"("error":{"code":"c","message":"m"})").errors == Errors{{"c", "m", {}, {}}});
    const Batch counted = batch_with(R"("errors":[{"message":"m","count":3}])");
    CHECK(counted.errors == Errors{{{}, "m", {}, {}}});
    CHECK(counted.extra == Pairs{{"errors", R"({"data":[{"count":3,"message":"m"}]})"}});
    const Batch rpc = batch_with(R"("errors":{"code":8,"message":"m","details":[]})");
    CHECK(rpc.errors == Errors{{"8", "m", {}, {}}});
    CHECK(rpc.extra == Pairs{{"errors", R"({"data":[{"code":8,"details":[],"message":"m"}]})"}});
}

TEST_CASE("quirk 11: a list page is refused as one, its items are read one by one elsewhere") {
    CHECK(refusal_of(R"({"object":"list","data":[{"id":"b","object":"batch"}],"has_more":false})") ==
          "not a batch: \"object\" is \"list\"");
    CHECK(refusal_of(R"({"data":null,"first_id":"","last_id":""})") == "not a batch: \"id\" is missing");
    CHECK(refusal_of("[]") == "not a JSON object but another JSON value");
}

TEST_CASE("quirk 12: metadata that servers widened is kept whole") {
    const std::string members = R"("metadata":{"team":"a","n":5,"nested":{"k":[1]},"json":"{\"k\":\")" +
                                std::string(600, 'x') + R"(\"}"})";
    CHECK(batch_with(members).metadata == Pairs{{"team", "a"},
                                                {"n", "5"},
                                                {"nested", R"({"k":[1]})"},
                                                {"json", R"({"k":")" + std::string(600, 'x') + "\"}"}});
    CHECK(findings_with(members) ==
          Findings{"metadata.n: wrong_type", "metadata.nested: wrong_type", "metadata.json: over_limit"});
}

TEST_CASE("quirk 13: an endpoint is any text, and an empty one is none") {
    for (const std::string& endpoint :
         std::vector<std::string>{"/chat/completions", "/v4/chat/completions", "/v1/messages", "/v1/rerank",
                                  "/v1/ocr", "/v1/moderations", "/v1/chat/ds-test"}) {
        CHECK(batch_with(R"("endpoint":")" + endpoint + "\"").endpoint == endpoint);
    }
    CHECK(batch_with(R"("endpoint":"")").endpoint == std::nullopt);
}

TEST_CASE("quirk 14: a file id is any text, a URL or the word None too") {
    for (const std::string& file :
         std::vector<std::string>{"gs://bucket/a b.jsonl", "s3://bucket/key", "https://host/f?x=1&y=%2F",
                                  "s3%3A%2F%2Fb", "b", "None"}) {
        CHECK(batch_with(R"("input_file_id":")" + file + "\"").input_file_id == file);
        CHECK(batch_with(R"("output_file_id":")" + file + "\"").output_file_id == file);
    }
}

TEST_CASE("quirk 15: a batch may complete without ever being seen finalizing") {
    const Batch state = state_after({R"("status":"validating","created_at":1)",
                                     R"("status":"completed","created_at":1,"completed_at":9)"});
    CHECK(state.status == "completed");
    CHECK(state.in_progress_at == std::nullopt);
    CHECK(state.finalizing_at == std::nullopt);
    CHECK(ended_at(state) == 9);
}

TEST_CASE("quirk 16: a time that vanishes stays, and times may contradict the status") {
    const Batch state = state_after({R"("status":"in_progress","in_progress_at":5,"expired_at":50)",
                                     R"("status":"cancelled","in_progress_at":null,"completed_at":8)"});
    CHECK(state.in_progress_at == 5);
    CHECK(state.expired_at == 50);
    CHECK(state.completed_at == 8);
    CHECK(ended_at(state) == 50);
}

TEST_CASE("quirk 17: an empty file id is none and does not clear a known one") {
    CHECK(batch_with(R"("output_file_id":"","error_file_id":"")").output_file_id == std::nullopt);
    CHECK(findings_with(R"("output_file_id":"","error_file_id":"")").empty());
    CHECK(state_after(
              {R"("status":"completed","output_file_id":"f")", R"("status":"completed","output_file_id":"")"})
              .output_file_id == "f");
}

TEST_CASE("quirk 18: a batch that is said to leave its end stays ended, a rewritten end counts") {
    const std::string failed = R"("status":"failed","in_progress_at":5,"failed_at":9)";
    CHECK(state_after({failed, R"("status":"in_progress","in_progress_at":5)"}).status == "failed");
    CHECK(
        state_after({R"("status":"cancelled","cancelled_at":8)", R"("status":"completed","completed_at":9)"})
            .status == "completed");
}

TEST_CASE("quirk 19: counts that do not add up are stored, and a lower count of the same run does not win") {
    const std::string ended =
        R"("status":"completed","request_counts":{"total":10,"completed":7,"failed":1})";
    CHECK(batch_with(ended).request_counts == RequestCounts{10, 7, 1});
    CHECK(findings_with(R"("request_counts":{"total":10,"completed":7,"failed":1})").empty());
    CHECK(
        state_after({ended, R"("status":"completed","request_counts":{"total":10,"completed":0,"failed":0})"})
            .request_counts == RequestCounts{10, 7, 1});
}

TEST_CASE("quirk 20: a cancelled batch may complete, and a batch may go on cancelling") {
    const std::string cancelling = R"("status":"cancelling","cancelling_at":5)";
    CHECK(state_after({cancelling, R"("status":"completed","cancelling_at":5,"completed_at":6)"}).status ==
          "completed");
    CHECK(phase_of(state_after({cancelling, cancelling, cancelling}).status) == Phase::cancelling);
}

TEST_CASE("quirk 21: the order of keys does not make another answer") {
    CHECK(
        Answer::read(
            R"({"id":"b","object":"batch","status":"failed","x":{"a":1,"b":2},"metadata":{"k":"1","l":"2"}})")
            .digest() ==
        Answer::read(
            R"({"metadata":{"l":"2","k":"1"},"x":{"b":2,"a":1},"status":"failed","object":"batch","id":"b"})")
            .digest());
}

TEST_CASE("quirk 22: a foreign object at the same path is refused with a reason") {
    CHECK(refusal_of(R"({"batch_id":"batch_1","name":"xAI","state":{"num_requests":3}})") ==
          "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"Id":"bi-1","Name":"n","Status":{"Phase":"Running"}})") ==
          "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"name":"accounts/a/batchInferenceJobs/1","state":"JOB_STATE_RUNNING"})") ==
          "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"id":"evt","object":"event","type":"batch.failed","data":{"id":"b"}})") ==
          "a webhook event (\"batch.failed\"), not a batch");
    CHECK(refusal_of(R"({"id":"vsfb_1","object":"vector_store.file_batch","status":"completed"})") ==
          "not a batch: \"object\" is \"vector_store.file_batch\"");
}

TEST_CASE("quirk 23: extra counters are kept beside the counts") {
    const std::string members =
        R"("request_counts":{"total":9,"completed":4,"failed":1,"canceled":2,"pending":2})";
    CHECK(batch_with(members).request_counts == RequestCounts{9, 4, 1});
    CHECK(batch_with(members).extra == Pairs{{"request_counts", R"({"canceled":2,"pending":2})"}});
    CHECK(findings_with(members).empty());
}

TEST_CASE("quirk 24: usage under other names, with costs or sums past 2^31 keeps every value") {
    const Batch batch = batch_with(
        R"("usage":{"prompt_tokens":3000000000,"completion_tokens":0,"total_tokens":3000000000,"cost":0.0150})");
    CHECK(batch.usage == Usage{3000000000, {}, 0, {}, 3000000000});
    CHECK(batch.extra == Pairs{{"usage", R"({"cost":0.0150})"}});
    CHECK(batch_with(R"("usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0})").usage ==
          Usage{0, {}, 0, {}, 0});
}

TEST_CASE("quirk 25: a completed batch without an output file is completed, not failed") {
    const Batch batch = batch_with(R"("status":"completed","completed_at":9,"output_file_id":null)");
    CHECK(batch.status == "completed");
    CHECK(batch.failed_at == std::nullopt);
    CHECK(ended_at(batch) == 9);
}

TEST_CASE("quirk 26: a sparse or stale row of a list takes nothing from what is known") {
    const std::string known = R"("status":"completed","created_at":1,"completed_at":9,"output_file_id":"f")";
    CHECK(state_after({known, R"("status":"COMPLETED","created_at":1,"results":null)"}) == batch_with(known));
    CHECK(state_after({known, R"("status":"validating")"}) == batch_with(known));
}

TEST_CASE("quirk 27: the same batch under two ids stays two batches") {
    const Answer raw = Answer::read(R"({"id":"arn:aws:b/1","object":"batch"})");
    const Answer encoded = Answer::read(R"({"id":"arn%3Aaws%3Ab%2F1","object":"batch"})");
    CHECK(raw.batch().id != encoded.batch().id);
    CHECK(raw.digest() != encoded.digest());
}

TEST_CASE("quirk 28: created_at may change or be zero without making another batch") {
    const Batch state = state_after({R"("status":"in_progress","created_at":100)",
                                     R"("status":"in_progress","created_at":101)",
                                     R"("status":"in_progress","created_at":0)"});
    CHECK(state.id == "b");
    CHECK(state.created_at == 101);
}

TEST_CASE("quirk 29: documentation pasted as data is refused with a position") {
    CHECK(refusal_of(R"({"id":"b","object":"batch","metadata":{"k":"v",}})") ==
          "not JSON: byte 48: unexpected }");
    CHECK(refusal_of(R"({"object":"list","data":[{ ... }]})") == "not JSON: byte 28: unexpected .");
    CHECK(refusal_of(R"({'id': 'b', 'errors': None})") == "not JSON: byte 2: unexpected '");
    CHECK(refusal_of(R"({"id":"b","errors":None})") == "not JSON: byte 20: unexpected N");
    CHECK(refusal_of("Batch(id='b', status='completed')") == "not JSON: byte 1: unexpected B");
}

TEST_CASE("quirk 30: an error or an acknowledgement in place of a batch is refused, so it clears nothing") {
    CHECK(refusal_of(R"({"error":{"message":"The server had an error","type":"server_error"}})") ==
          "the server answered with an error: \"The server had an error\"");
    CHECK_THAT(refusal_of(R"({"id":"b","status":"success"})"),
               Catch::Matchers::StartsWith("not a batch: \"object\" is missing"));
    CHECK_THAT(refusal_of(R"({"status":"success"})"),
               Catch::Matchers::StartsWith("not a batch: \"id\" is missing"));
    CHECK(refusal_of(R"({"id":"b","object":"batch")") == "not JSON: it ends too early");
}
