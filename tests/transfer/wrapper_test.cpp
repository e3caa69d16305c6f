#include "catch.hpp"
#include "shown_records.hpp"

#include <string>

using namespace batchstore;
using testing::Lines;
using testing::records_of;

namespace {

const std::string one = R"({"id":"a","object":"batch"})";
const std::string two = R"({"id":"b","status":"failed","endpoint":"/v1/responses"})";

}  // namespace

TEST_CASE("an array of batches under a usual name makes a list page") {
    for (const std::string name : {"batches", "value", "items", "results", "result", "data"}) {
        INFO(name);
        const std::string list = "\"" + name + "\":[" + one + "," + two + "]";
        for (const std::string& text :
             {"{" + list + "}", "{\"@odata.context\":\"x\"," + list + ",\"nextLink\":null}",
              "{\"success\":true,\"errors\":[],\"messages\":[{}]," + list + ",\"meta\":{\"total\":[2]}}"}) {
            CHECK(records_of(text, 1) == Lines{"#0: " + one, "#1: " + two});
            CHECK(records_of(text + text) == Lines{"#0: " + one, "#1: " + two, "#0: " + one, "#1: " + two});
        }
    }
}

TEST_CASE("an array counts as one of batches by its first item") {
    for (const std::string& item :
         {one, two, std::string(R"({"batch":{"id":"a"},"source":"s"})"),
          std::string(R"({"inputFileId":"f","id":"a"})"), std::string(R"({"Id":"a","Object":"batch"})"),
          std::string(R"({"ID":"a","Input-File-ID":"f"})"),
          std::string("{\n  \"errors\": {\n  \"data\": []},\n  \"object\": \"batch\",\n\"id\": \"a\"}")}) {
        CHECK(records_of("{\"total\":1,\n\"items\": [" + item + ", {\"oops\":1}]}") ==
              Lines{"#0: " + item, "#1: {\"oops\":1}"});
    }
    for (
        const std::string text :
        {R"({"results":[{"custom_id":"r1","response":{"id":"x","object":"batch"}}],"id":"a","object":"batch"})",
         R"({"id":"a","results":[{"id":"b","object":"batch"}]})", R"({"items":[1,2]})",
         R"({"items":[[{"id":"a"}]]})",
         R"({"object":"batch","items":[{"id":"b","object":"batch"}],"id":"a"})",
         R"({"rows":[{"id":"a","object":"batch"}]})", R"({"x":{"items":[{"id":"a","object":"batch"}]}})"}) {
        CHECK(records_of(text) == Lines{"1: " + std::string(text)});
    }
}

TEST_CASE("an empty list of batches is none, however it is wrapped") {
    for (const std::string empty :
         {R"({"batches":[]})", R"({"value":[],"nextLink":null})", R"({"items":[],"total":0})",
          R"({"results":[],"next":null,"links":{}})", R"({"result":[],"success":true})"}) {
        INFO(empty);
        CHECK(records_of(empty).empty());
    }
    CHECK(records_of(R"({"results":[],"endpoint":"/v1/responses"})").size() == 1);
    CHECK(records_of(R"({"items":[],"error":"down"})") ==
          Lines{"1! the server answered with an error beside the list: \"down\""});
}

TEST_CASE("a wrapped array may be longer than any record") {
    std::string text = R"({"batches":[)";
    for (int i = 0; i < 1000; ++i) {
        text += "{\"id\":" + std::to_string(i) + ",\"status\":\"x\"},";
    }
    text.back() = ']';
    const Lines records = records_of(text + ",\"error\":\"half of it\"}", 50, 100);
    REQUIRE(records.size() == 1001);
    CHECK(records[999] == "#999: {\"id\":999,\"status\":\"x\"}");
    CHECK(records[1000] == "1! the server answered with an error beside the list: \"half of it\"");
}

TEST_CASE("a wrapper that is cut off does not swallow the next record") {
    CHECK(records_of("{\"items\":[" + one + ",{\"id\":\n" + two + "\n") ==
          Lines{"#0: " + one, "#1! the object is not closed before the next record begins in line 2",
                "2: " + two});
    CHECK(records_of("{\"items\":[{\"id\":\n" + two + "\n{}").back() == "3: {}");
}
