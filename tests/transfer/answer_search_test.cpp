#include "catch.hpp"
#include "imported.hpp"

#include <batchstore/error.hpp>

#include <string>

using namespace batchstore;
using testing::import_text;
using testing::Lines;

namespace {

std::string batch(const std::string& id) {
    return R"({"id":")" + id + R"(","object":"batch","endpoint":"/v1/responses","status":"failed"})";
}

Lines outcomes_of(const std::string& text, const std::string& at = "") {
    return import_text(text, {.at = at})->outcomes;
}

/// Why a text is refused, which must happen once.
std::string refused_answer(const std::string& text, const std::string& at = "") {
    const Lines outcomes = outcomes_of(text, at);
    REQUIRE(outcomes.size() == 1);
    const std::size_t mark = outcomes.front().find("! ");
    REQUIRE(mark != std::string::npos);
    return outcomes.front().substr(mark + 2);
}

}  // namespace

TEST_CASE("a batch is read out of what is wrapped around it") {
    CHECK(outcomes_of(R"({"result":)" + batch("a") + R"(,"success":true,"errors":[],"messages":[]})") ==
          Lines{"-:1 a"});
    CHECK(outcomes_of(R"({"code":0,"message":"ok","data":)" + batch("a") + "}") == Lines{"-:1 a"});
    CHECK(outcomes_of("{\n\"data\":\n" + batch("a") + "}\n" + batch("b")) == Lines{"-:3 a", "-:4 b"});
    CHECK(outcomes_of(R"({"data":{"result":)" + batch("a") + "}}") == Lines{"-:1 a"});
}

TEST_CASE("a list is read out of what is wrapped around it") {
    CHECK(outcomes_of("{\"result\":{\"total\":2,\"items\":[" + batch("a") + ",\n" + batch("b") + "]}}") ==
          Lines{"-:1#0 a", "-:2#1 b"});
    CHECK(outcomes_of(R"({"data":{"object":"list","data":[)" + batch("a") + "]}}") == Lines{"-:1#0 a"});
    CHECK(outcomes_of(R"({"result":{"object":"list","data":[]},"success":true})").empty());
}

TEST_CASE("what is wrong beside a wrapped batch is told once") {
    CHECK(outcomes_of(R"({"data":)" + batch("a") + R"(,"error":"b2 is down"})") ==
          Lines{"-:1 a", "-:1! the server answered with an error beside the list: \"b2 is down\""});
    CHECK(refused_answer(R"({"result":{"object":"list","data":[],"error":"down"}})") ==
          "the server answered with an error beside the list: \"down\"");
}

TEST_CASE("no batch is made of an event") {
    const std::string hint = "; --at /data reads what it holds";
    CHECK(refused_answer(R"({"id":"evt_1","object":"event","type":"batch.completed","data":)" + batch("a") +
                         "}") == "a webhook event (\"batch.completed\"), not a batch" + hint);
    CHECK(refused_answer(R"({"type":"batch.completed","created_at":1,"data":)" + batch("a") + "}") ==
          "a webhook event (\"batch.completed\"), not a batch" + hint);
    CHECK(refused_answer(R"({"event":"batch.failed","data":)" + batch("a") + "}") ==
          "a webhook event (\"batch.failed\"), not a batch" + hint);
    const std::string thin = "; fetch the batch that it tells of from the server";
    CHECK(refused_answer(R"({"object":"event","type":"batch.completed","data":{"id":"a"}})") ==
          "a webhook event (\"batch.completed\"), not a batch" + thin);
    CHECK(refused_answer(R"({"id":"evt_1","type":"batch.completed","data":{"id":"a"}})") ==
          "a webhook event (\"batch.completed\"), not a batch" + thin);
}

TEST_CASE("no batch is made of the mention of one") {
    CHECK(import_text(R"({"data":{"id":"a","object":"batch"}})")->ids().empty());
    CHECK(import_text(R"({"data":{"id":"a","status":"completed"},"kind":"x"})")->ids().empty());
    CHECK(import_text(R"({"id":"x","data":)" + batch("a") + "}")->ids().empty());
    CHECK(import_text(R"({"eventType":"x","data":)" + batch("a") + "}")->ids().empty());
    CHECK(import_text(R"({"Id":"x","Kind":"Notice","data":)" + batch("a") + "}")->ids().empty());
    CHECK(import_text(R"({"data":)" + batch("a") + R"(,"result":)" + batch("b") + "}")->ids().empty());
}

TEST_CASE("a pointer says where in each record the batches are") {
    CHECK(outcomes_of("{\"job\":" + batch("a") + "}\n{\"job\":" + batch("b") + "}", "/job") ==
          Lines{"-:1 a", "-:2 b"});
    CHECK(outcomes_of("{\"rows\":[\n" + batch("a") + ",\n" + batch("b") + "],\"total\":2}", "/rows") ==
          Lines{"-:2#0 a", "-:3#1 b"});
    CHECK(outcomes_of("{\"rows\":[{\"x\":" + batch("a") + "},\n{\"x\":" + batch("b") + "}]}", "/rows/*/x") ==
          Lines{"-:1 a", "-:2 b"});
    CHECK(outcomes_of("{\"rows\":[{\"x\":" + batch("a") + "},{\"x\":" + batch("b") + "}]}", "/rows/1/x") ==
          Lines{"-:1 b"});
    CHECK(outcomes_of(R"({"a/b":{"~":)" + batch("a") + "}}", "/a~1b/~0") == Lines{"-:1 a"});
    CHECK(outcomes_of(R"({"a":)" + batch("a") + R"(,"b":)" + batch("b") + "}", "/*") ==
          Lines{"-:1 a", "-:1 b"});
    CHECK(outcomes_of(R"({"items":[)" + batch("a") + "]}", "/items") == Lines{"-:1#0 a"});
}

TEST_CASE("a pointer applies to each item of a list page or array") {
    const std::string event = R"({"object":"event","type":"batch.failed","data":)";
    CHECK(outcomes_of("[" + event + batch("a") + "},\n" + event + batch("b") + "}]", "/data") ==
          Lines{"-:1#0 a", "-:2#1 b"});
    CHECK(outcomes_of(R"({"object":"list","data":[)" + event + batch("a") + "}]}", "/data") ==
          Lines{"-:1#0 a"});
}

TEST_CASE("a pointer may lead to JSON in a string") {
    const std::string text = R"("{\"id\":\"a\",\"object\":\"batch\",\n\"x\":\"\\\"\"}")";
    const std::string page = R"("{\"object\":\"list\",\"data\":[{\"id\":\"b\",\"object\":\"batch\"}]}")";
    CHECK(outcomes_of(R"({"body":)" + text + "}", "/body") == Lines{"-:1 a"});
    CHECK(outcomes_of("{\"log\":{\"entries\":[\n{\"response\":{\"content\":{\"text\":" + text +
                          "}}},\n{\"response\":{\"content\":{}}},\n{\"response\":{\"content\":{\"text\":" +
                          page + "}}}]}}",
                      "/log/entries/*/response/content/text") == Lines{"-:2 a", "-:4#0 b"});
    CHECK(outcomes_of(R"({"body":"<html>\n502\n</html>"})", "/body") ==
          Lines{"-:1! found \"<html>\" where a JSON object must begin"});
}

TEST_CASE("a pointer that leads to nothing is refused, and the one that helps is named") {
    CHECK(refused_answer(R"({"job":)" + batch("a") + "}", "/jobs") ==
          "nothing is there, in an object with \"job\"; --at /job leads to batches");
    CHECK(refused_answer(R"({"job":null,"x":1})", "/job") ==
          "nothing is there, in an object with \"job\", \"x\"; the items of arrays and list pages are "
          "records of "
          "their own");
    CHECK_THROWS_AS(outcomes_of("{}", "job"), Error);
    CHECK_THROWS_AS(outcomes_of("{}", "/a~2"), Error);
    CHECK_THROWS_AS(outcomes_of("{}", "/a~"), Error);
}

TEST_CASE("batches in a client's own data classes are read, or refused with the option that helps") {
    const std::string written = R"({"Id":"a","Object":"batch","Status":"Failed","Endpoint":"/v1/responses"})";
    CHECK(outcomes_of("{\"items\":[" + written + "]}") == Lines{"-:1#0 a"});
    CHECK(outcomes_of("{\"result\":" + written + "}") == Lines{"-:1 a"});
    CHECK(outcomes_of("{\"Data\":[" + written + "]}", "/Data") == Lines{"-:1#0 a"});
    CHECK(refused_answer("{\"Object\":\"list\",\"Data\":[" + written + "],\"HasMore\":false}") ==
          "not a batch but an object with \"Object\", \"Data\", \"HasMore\"; --at /Data reads what it holds");
}

TEST_CASE("an object that holds batches somewhere is refused with the option that helps") {
    CHECK(refused_answer(R"({"rows":[)" + batch("a") + R"(],"total":1})") ==
          "not a batch but an object with \"rows\", \"total\"; --at /rows reads what it holds");
    CHECK(
        refused_answer(
            R"({"log":{"entries":[{"response":{"content":{"text":"{\"id\":\"a\",\"object\":\"batch\"}"}}}]}})") ==
        "not a batch but an object with \"log\"; --at /log/entries/*/response/content/text reads what it "
        "holds");
    CHECK(refused_answer(R"({"a/b":{"c":{"batch":)" + batch("a") + "}}}") ==
          "not a batch but an object with \"a/b\"; --at /a~1b/c/batch reads what it holds");
    CHECK(refused_answer(R"({"total":0,"page":1})") ==
          "not a batch but an object with \"total\", \"page\"; if it holds batches, --at POINTER says where");
    CHECK(refused_answer("{}") == "not a batch but an empty object");
    CHECK(refused_answer(R"({"id":"x","object":"job","batch":)" + batch("a") + "}") ==
          "not a batch: \"object\" is \"job\"; --at /batch reads what it holds");
}

TEST_CASE("a hint leads to the batches that it names") {
    for (const std::string& text : {R"({"rows":[)" + batch("a") + "]}", R"({"x":[{"y":)" + batch("a") + "}]}",
                                    std::string(R"({"x":"[{\"id\":\"a\",\"object\":\"batch\"}]"})")}) {
        const std::string refusal = refused_answer(text);
        const std::size_t begin = refusal.find("--at ") + 5;
        const std::string pointer = refusal.substr(begin, refusal.find(' ', begin) - begin);
        CHECK(import_text(text, {.at = pointer})->ids() == Lines{"a"});
    }
}

TEST_CASE("the message about an object is bounded") {
    std::string object = "{";
    for (int i = 0; i < 1000; ++i) {
        object += "\"" + std::string(1000, 'x') + std::to_string(i) + "\":{\"" + std::string(1000, 'y') +
                  "\":[{}]},";
    }
    object.back() = '}';
    CHECK(refused_answer(object).size() < 400);
}

TEST_CASE("a record behind a prefix has a finding, and is not as documented") {
    const std::string record = R"({"id":"a","object":"batch","endpoint":"/v1/responses","input_file_id":"f",)"
                               R"("completion_window":"24h","status":"failed","created_at":1790000000})";
    const auto imported = import_text("INFO " + record + "\n" + record);
    CHECK(imported->findings == Lines{"prefix: skipped"});
    CHECK(import_text("INFO " + record, {.strictness = Strictness::documented})->outcomes ==
          Lines{"-:1! not as documented: prefix: skipped"});
    CHECK(import_text("{\"result\":" + record + "}", {.strictness = Strictness::documented})->ids() ==
          Lines{"a"});
}
