#include "catch.hpp"
#include "model/reading_of.hpp"

#include <batchstore/json.hpp>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Pairs = std::map<std::string, std::string, std::less<>>;
using Findings = std::vector<std::string>;

const std::string documented =
    R"({"id":"batch_k1","object":"batch","endpoint":"/v1/responses","input_file_id":"file-1",)"
    R"("completion_window":"24h","status":"in_progress","created_at":1790000000,)"
    R"("request_counts":{"total":9,"completed":2,"failed":0}})";

}  // namespace

TEST_CASE("the names of a client's own data class are read as the API's") {
    const Batch expected = Answer::read(documented).batch();
    CHECK(
        Answer::read(R"({"id":"batch_k1","object":"batch","endpoint":"/v1/responses","inputFileId":"file-1",)"
                     R"("completionWindow":"24h","status":"in_progress","createdAt":1790000000,)"
                     R"("requestCounts":{"total":9,"completed":2,"failed":0}})")
            .batch() == expected);
    CHECK(
        Answer::read(R"({"Id":"batch_k1","Object":"batch","Endpoint":"/v1/responses","InputFileID":"file-1",)"
                     R"("CompletionWindow":"24h","Status":"InProgress","CreatedAt":"2026-09-21T14:13:20Z",)"
                     R"("RequestCounts":{"Total":9,"Completed":2,"Failed":0}})")
            .batch() == expected);
    CHECK(Answer::read(
              R"({"id":"batch_k1","object":"batch","endpoint":"/v1/responses","input-file-id":"file-1",)"
              R"("completion-window":"24h","status":"in-progress","created-at":1790000000,)"
              R"("request-counts":{"total":9,"completed":2,"failed":0}})")
              .batch() == expected);
}

TEST_CASE("another name is found by the documented one") {
    CHECK(
        findings_of(
            R"({"ID":"b","object":"batch","Endpoint":"e","inputFileId":"f","completion-window":"24h",)"
            R"("STATUS":"failed","created at":9,"RequestCounts":{"Total":"3","completed":2,"failed":0}})") ==
        Findings{"endpoint: other_name", "request_counts: other_name", "request_counts.total: other_name",
                 "request_counts.total: not_integer", "status: other_name", "completion_window: other_name",
                 "created_at: other_name", "input_file_id: other_name", "id: other_name"});
}

TEST_CASE("what is no spelling of a name is only extra") {
    for (const char* key : {"in_put_file_id", "input.file.id", "inputFileIds", "input__file_id",
                            "_input_file_id", "inputFile", "file_id"}) {
        CAPTURE(key);
        const Batch batch = batch_with("\"" + std::string(key) + "\":\"f\"");
        CHECK(batch.input_file_id == std::nullopt);
        CHECK(batch.extra == Pairs{{key, "\"f\""}});
    }
}

TEST_CASE("beside a documented value another name is only extra, wherever it stands") {
    const Pairs extra{{"createdAt", "5"}};
    for (const char* members : {R"("created_at":9,"createdAt":5)", R"("createdAt":5,"created_at":9)"}) {
        CHECK(batch_with(members).created_at == 9);
        CHECK(batch_with(members).extra == extra);
    }
    CHECK(batch_with(R"("created_at":"soon","createdAt":5)").created_at == std::nullopt);
    CHECK(batch_with(R"("request_counts":{},"RequestCounts":{"total":5})").request_counts == RequestCounts{});
}

TEST_CASE("beside a documented name that says nothing another name is read, wherever it stands") {
    for (const char* nothing : {"null", "0", "\"\"", "-5"}) {
        const std::string before = "\"created_at\":" + std::string(nothing) + ",\"createdAt\":5";
        const std::string behind = "\"createdAt\":5,\"created_at\":" + std::string(nothing);
        CAPTURE(nothing);
        CHECK(batch_with(before) == batch_with(R"("created_at":5)"));
        CHECK(batch_with(behind) == batch_with(R"("created_at":5)"));
    }
}

TEST_CASE("of two other names the first in byte order that says something is read") {
    const Batch batch = batch_with(R"("inputFileId":"c","InputFileID":"a","InputFileId":"b")");
    CHECK(batch.input_file_id == "a");
    CHECK(batch.extra == Pairs{{"InputFileId", "\"b\""}, {"inputFileId", "\"c\""}});
    CHECK(batch_with(R"("inputFileId":"c","InputFileID":"","InputFileId":null)") ==
          batch_with(R"("input_file_id":"c")"));
    CHECK(batch_with(R"("RequestCounts":{"total":1},"requestCounts":{"total":2})").request_counts->total ==
          1);
}

TEST_CASE("a value under another name that no rule can read is kept under the documented one") {
    CHECK(batch_with(R"("createdAt":"soon","Model":5,"requestCounts":"4/9")").extra ==
          Pairs{{"created_at", "\"soon\""}, {"model", "5"}, {"request_counts", "\"4/9\""}});
    CHECK(batch_with(R"("requestCounts":{"Total":"many","Cancelled":1})").extra ==
          Pairs{{"request_counts", R"({"Cancelled":1,"total":"many"})"}});
}

TEST_CASE("another name that stands twice is read as it stands last") {
    CHECK(batch_with(R"("createdAt":5,"createdAt":6)").created_at == 6);
    CHECK(batch_with(R"("createdAt":5,"createdAt":null)").created_at == std::nullopt);
    CHECK(batch_with(R"("request_counts":{"Total":5,"Total":6})").request_counts->total == 6);
}

TEST_CASE("usage is read from the chat endpoint's names") {
    const Batch batch =
        batch_with(R"("usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,)"
                   R"("prompt_tokens_details":{"cached_tokens":10,"audio_tokens":1},)"
                   R"("completion_tokens_details":{"reasoning_tokens":5}})");
    CHECK(batch.usage == Usage{100, 10, 20, 5, 120});
    CHECK(batch.extra == Pairs{{"usage", R"({"input_tokens_details":{"audio_tokens":1}})"}});
    CHECK(batch_with(R"("Usage":{"promptTokens":1,"CompletionTokensDetails":{"ReasoningTokens":2}})").usage ==
          Usage{1, {}, {}, 2, {}});
}

TEST_CASE("usage in the chat endpoint's names is found by the documented ones") {
    CHECK(
        findings_with(
            R"("usage":{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,)"
            R"("prompt_tokens_details":{"cached_tokens":10},"completion_tokens_details":{"reasoning_tokens":5}})") ==
        Findings{"usage.output_tokens: other_name", "usage.output_tokens_details: other_name",
                 "usage.input_tokens: other_name", "usage.input_tokens_details: other_name"});
}

TEST_CASE("beside documented tokens those of the chat endpoint are only extra") {
    const Batch batch = batch_with(
        R"("usage":{"prompt_tokens":1,"input_tokens":2,"output_tokens":null,"completion_tokens":3,)"
        R"("input_tokens_details":{},"prompt_tokens_details":{"cached_tokens":4}})");
    CHECK(batch.usage == Usage{2, {}, 3, {}, {}});
    CHECK(batch.extra ==
          Pairs{{"usage", R"({"prompt_tokens":1,"prompt_tokens_details":{"cached_tokens":4}})"}});
}

TEST_CASE("rows of errors are read from other names") {
    using Errors = std::vector<BatchError>;
    const std::string errors = R"("Errors":{"Object":"list","Data":[{"Code":"c","Message":"m","Line":7}]})";
    CHECK(batch_with(errors).errors == Errors{{"c", "m", {}, 7}});
    CHECK(batch_with(errors).extra.empty());
    CHECK(findings_with(errors) == Findings{"errors: other_name", "errors.code: other_name",
                                            "errors.line: other_name", "errors.message: other_name",
                                            "errors.data: other_name"});
    CHECK(batch_with(R"("errors":[{"Message":"a","message":"b"}])").errors == Errors{{{}, "b", {}, {}}});
    CHECK(batch_with(R"("errors":[{"Message":"a","message":null}])").errors == Errors{{{}, "a", {}, {}}});
    CHECK(batch_with(R"("errors":{"data":null,"Data":["m"]})").errors == Errors{{{}, "m", {}, {}}});
    CHECK(batch_with(R"("errors":{"Message":"m"})").errors == Errors{{{}, "m", {}, {}}});
    CHECK(batch_with(R"("Error":{"Message":"m"})").errors == Errors{{{}, "m", {}, {}}});
    CHECK(batch_with(R"("Error":{"Message":"m"})").extra.empty());
}

TEST_CASE("keys of metadata are a client's own") {
    CHECK(batch_with(R"("metadata":{"createdAt":"1","Status":"2"})").metadata ==
          Pairs{{"Status", "2"}, {"createdAt", "1"}});
}

TEST_CASE("Id is the id of what else is a batch, and no other object's") {
    CHECK(Answer::read(R"({"Id":"b","Object":"batch"})").batch().id == "b");
    CHECK(Answer::read(R"({"ID":"b","Status":"Completed","Endpoint":"/v1"})").batch().id == "b");
    CHECK(Answer::read(R"({"id":"b","Id":"c","object":"batch"})").batch().extra == Pairs{{"Id", "\"c\""}});
    CHECK(refusal_of(R"({"Id":"b","Status":"Completed"})") == "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"Id":"f","Object":"file","Status":"Processed"})") ==
          "not a batch: \"object\" is \"file\"");
    CHECK(refusal_of(R"({"Id":7,"Object":"batch"})") == "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"id":"","Id":"b","object":"batch"})") == "\"id\" is empty");
    CHECK(refusal_of(R"({"Error":{"Message":"gone"}})") == "the server answered with an error: \"gone\"");
}

TEST_CASE("the JSON of an answer in other names has the documented ones") {
    CHECK(to_json_text(batch_with(R"("inputFileId":"f","requestCounts":{"Total":1})")) ==
          to_json_text(batch_with(R"("input_file_id":"f","request_counts":{"total":1})")));
}
