#include "catch.hpp"
#include "model/reading_of.hpp"

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::string nested(int levels) {
    const auto brackets = static_cast<std::size_t>(levels - 1);
    return R"({"id":"b","object":"batch","x":)" + std::string(brackets, '[') + std::string(brackets, ']') +
           "}";
}

}  // namespace

TEST_CASE("text that is not strict JSON is refused with the byte where it stops being JSON") {
    CHECK(refusal_of(R"({"id":"b","object":"batch",})") == "not JSON: byte 28: unexpected }");
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":[1,]})") == "not JSON: byte 35: unexpected ]");
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":NaN})") == "not JSON: byte 32: unexpected N");
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":nul})") == "not JSON: byte 35: unexpected }");
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":01})") == "not JSON: byte 33: unexpected 1");
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":1.})") == "not JSON: byte 34: unexpected }");
    CHECK(refusal_of(R"({"id":"b" "object":"batch"})") == "not JSON: byte 18: unexpected \"");
    CHECK(refusal_of(R"({"id":"b","object":"batch"}})") == "not JSON: byte 28: unexpected }");
    CHECK(refusal_of(R"({"id":"b","object":"batch"} {})") == "not JSON: byte 29: unexpected {");
    CHECK(refusal_of(R"({'id':'b','object':'batch'})") == "not JSON: byte 2: unexpected '");
    CHECK(refusal_of("{\"id\":\"b\",\"object\":\"batch\",\"x\":\"a\nb\"}") ==
          "not JSON: byte 34: unexpected byte 0x0a");
}

TEST_CASE("a number that only batchstore takes is not blamed for a fault behind it") {
    CHECK_THAT(refusal_of(R"({"x":1e999,"id":nope})"), Catch::Matchers::StartsWith("not JSON: "));
    CHECK_THAT(refusal_of(R"({"x":1e999,"id":nope})"), !Catch::Matchers::ContainsSubstring("unexpected 9"));
}

TEST_CASE("a cut text is refused at its end") {
    const std::string whole = R"({"id":"b","object":"batch","x":[1,{"y":"z\u00e9"}],"n":null})";
    CHECK(refusal_of("") == "not JSON: it ends too early");
    CHECK(refusal_of(" \n") == "not JSON: it ends too early");
    for (std::size_t length = 1; length < whole.size(); ++length) {
        CAPTURE(length);
        CHECK(refusal_of(whole.substr(0, length)) == "not JSON: it ends too early");
    }
}

TEST_CASE("a text that is not UTF-8 is refused with the byte") {
    CHECK(refusal_of("{\"id\":\"b\",\"object\":\"batch\",\"x\":\"\xff\"}") ==
          "not JSON: byte 33: unexpected byte 0xff");
    CHECK(refusal_of("{\"id\":\"b\xc3\",\"object\":\"batch\"}") == "not JSON: byte 10: unexpected \"");
    CHECK(refusal_of("{\"id\":\"b\xed\xa0\x80\",\"object\":\"batch\"}") ==
          "not JSON: byte 10: unexpected byte 0xa0");
}

TEST_CASE("an id or a key of metadata that no column can hold is refused by its name") {
    const std::string id = "\"id\" holds U+0000 or half of a surrogate pair, which no id can be stored with";
    CHECK(refusal_of(R"({"id":"b\ud83d","object":"batch"})") == id);
    CHECK(refusal_of(R"({"id":"\ude00b","object":"batch"})") == id);
    CHECK(refusal_of(R"({"id":"b\u0000c","object":"batch"})") == id);
    CHECK(refusal_of(R"({"Id":"b\u0000c","object":"batch"})") == id);
    CHECK(Answer::read(R"({"id":"b\ud83d\ude00","object":"batch"})").batch().id == "b\xf0\x9f\x98\x80");
    const std::string key = ": no key can be stored with U+0000 or half of a surrogate pair in it";
    CHECK(refusal_of(R"({"id":"b","object":"batch","metadata":{"k\uD83Dx":"v"}})") ==
          R"("metadata" has the key "k\ud83dx")" + key);
    CHECK(refusal_of(R"({"id":"b","object":"batch","metadata":{"\u0000":1}})") ==
          R"("metadata" has the key "\u0000")" + key);
    CHECK(refusal_of(R"({"id":"b","object":"batch","metadata":{"\u0000":null}})") == "it is not refused");
}

TEST_CASE("half of a surrogate pair is not blamed for a fault elsewhere") {
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":"\ud83d","y":nope})") ==
          "not JSON: byte 46: unexpected o");
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":"\ud83d\q"})") == "not JSON: byte 40: unexpected q");
    CHECK(refusal_of(R"({"id":"b","object":"batch","x":"\ud83"})") == "not JSON: byte 38: unexpected \"");
    CHECK(refusal_of(R"({"id":"b","object":"batch","\ud83d":1,"\ud83d\u12":1})") ==
          "not JSON: byte 50: unexpected \"");
}

TEST_CASE("a byte order mark is refused by its name") {
    CHECK(refusal_of("\xef\xbb\xbf{\"id\":\"b\",\"object\":\"batch\"}") ==
          "not JSON: byte 1: a byte order mark");
}

TEST_CASE("JSON that is no object is refused") {
    CHECK(refusal_of("[]") == "not a JSON object but another JSON value");
    CHECK(refusal_of(R"([{"id":"b","object":"batch"}])") == "not a JSON object but another JSON value");
    CHECK(refusal_of("\"batch\"") == "not a JSON object but another JSON value");
    CHECK(refusal_of("null") == "not a JSON object but another JSON value");
    CHECK(refusal_of("17") == "not a JSON object but another JSON value");
}

TEST_CASE("a thousand levels are read and one more is refused") {
    CHECK(Answer::read(nested(1000)).batch().extra.at("x").size() == 1998);
    CHECK(refusal_of(nested(1001)) == "not JSON that can be stored: nested deeper than 1000 levels");
    CHECK(refusal_of(nested(100'000)) == "not JSON that can be stored: nested deeper than 1000 levels");
}

TEST_CASE("an answer without an id that is a text is refused") {
    CHECK(refusal_of(R"({"object":"batch"})") == "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"id":null,"object":"batch"})") == "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"id":"","object":"batch"})") == "\"id\" is empty");
    CHECK(refusal_of(R"({"id":7,"object":"batch"})") == "\"id\" is not a text");
    CHECK(refusal_of(R"({"id":["b"],"object":"batch"})") == "\"id\" is not a text");
    CHECK(refusal_of(R"({"id":"b","id":7,"object":"batch"})") == "\"id\" is not a text");
}

TEST_CASE("an id may have 1,024 bytes and not one more") {
    const std::string longest(1024, 'i');
    CHECK(Answer::read(R"({"id":")" + longest + R"(","object":"batch"})").batch().id == longest);
    CHECK(refusal_of(R"({"id":"i)" + longest + R"(","object":"batch"})") ==
          "\"id\" is longer than 1024 bytes");
}

TEST_CASE("another kind of object is refused by its kind") {
    CHECK(refusal_of(R"({"id":"file-1","object":"file","status":"processed","endpoint":"e"})") ==
          "not a batch: \"object\" is \"file\"");
    CHECK(refusal_of(R"({"id":"vsfb_1","object":"vector_store.files_batch","status":"in_progress"})") ==
          "not a batch: \"object\" is \"vector_store.files_batch\"");
    CHECK(refusal_of(R"({"object":"list","data":[],"has_more":false})") ==
          "not a batch: \"object\" is \"list\"");
    CHECK(refusal_of(R"({"id":"b","object":"Batch"})") == "not a batch: \"object\" is \"Batch\"");
    CHECK(refusal_of(R"({"id":"b","object":["batch"]})") == "not a batch: \"object\" is [\"batch\"]");
    CHECK(refusal_of(R"({"id":"evt_1","object":"event","type":"batch.completed","data":{"id":"b"}})") ==
          "a webhook event (\"batch.completed\"), not a batch");
}

TEST_CASE("an event that does not say that it is one is told by its type and its data") {
    const std::string expected = "a webhook event (\"batch.failed\"), not a batch";
    CHECK(refusal_of(R"({"id":"evt_1","type":"batch.failed","created_at":1,"data":{"id":"b"}})") == expected);
    CHECK(
        refusal_of(R"({"event":"batch.failed","message":"it failed","data":{"id":"b","status":"failed"}})") ==
        expected);
    CHECK(refusal_of(R"({"id":"evt_1","event_type":"batch.failed","data":{}})") == expected);
    CHECK(refusal_of(R"({"type":"batch.failed","data":[]})") == "not a batch: \"id\" is missing");
    CHECK(refusal_of(R"({"type":7,"data":{}})") == "not a batch: \"id\" is missing");
}

TEST_CASE("an error envelope is refused with the server's own message") {
    const std::string expected = "the server answered with an error: \"No batch \\\"b\\\".\"";
    CHECK(
        refusal_of(R"({"error":{"message":"No batch \"b\".","type":"invalid_request_error","code":null}})") ==
        expected);
    CHECK(refusal_of(R"({"object":"error","message":"No batch \"b\".","code":404})") == expected);
    CHECK(refusal_of(R"({"error":"No batch \"b\"."})") == expected);
    CHECK(refusal_of(R"({"message":"No batch \"b\"."})") == expected);
    CHECK(refusal_of(R"({"errors":[{"message":"No batch \"b\"."}]})") == expected);
    CHECK(refusal_of(R"({"id":"b","error":{"message":"No batch \"b\"."}})") == expected);
    CHECK(refusal_of(R"({"error":{"code":"gone"}})") == "the server answered with an error: \"gone\"");
}

TEST_CASE("a long message of a server is quoted shortened and in whole characters") {
    std::string message;
    for (int i = 0; i < 1000; ++i) {
        message += "\xc3\xa9";
    }
    const std::string refusal = refusal_of(R"({"error":")" + message + R"("})");
    CHECK(refusal.size() < 300);
    CHECK_THAT(refusal, Catch::Matchers::EndsWith("\xc3\xa9\xe2\x80\xa6"));
}

TEST_CASE("without object, an answer must have a status and an endpoint or an input file") {
    CHECK(Answer::read(R"({"id":"b","status":"failed","endpoint":"/v1"})").batch().status == "failed");
    CHECK(Answer::read(R"({"id":"b","object":null,"status":"failed","input_file_id":"f"})").batch().id ==
          "b");
    CHECK(Answer::read(R"({"id":"b","object":"","status":"failed","input_file_id":"f"})").batch().id == "b");
    const std::string refusal =
        "not a batch: \"object\" is missing, and there is no \"status\" with an \"endpoint\" or "
        "\"input_file_id\" to tell a batch by";
    CHECK(refusal_of(R"({"id":"b","status":"success"})") == refusal);
    CHECK(refusal_of(R"({"id":"b","endpoint":"/v1","input_file_id":"f"})") == refusal);
    CHECK(refusal_of(R"({"id":"b","status":1,"endpoint":"/v1"})") == refusal);
}

TEST_CASE("an answer that says too much or too little is refused when the documented form is asked for") {
    CHECK(refusal_of(
              R"({"id":"b","object":"batch","endpoint":"/v1","input_file_id":"f","completion_window":"24h",)"
              R"("status":"Failed","created_at":"2023-11-14T22:13:20Z"})",
              Strictness::documented) == "not as documented: status: undocumented, created_at: not_seconds");
    CHECK(refusal_of(R"({"id":"b","object":"batch"})", Strictness::documented) ==
          "not as documented: endpoint: missing, input_file_id: missing, completion_window: missing, "
          "status: missing, created_at: missing");
}
