#include "catch.hpp"
#include "shown_records.hpp"

#include <string>

using namespace batchstore;
using testing::Lines;
using testing::records_of;

TEST_CASE("the items of a list page are records") {
    CHECK(records_of(R"({"object":"list","data":[{"id":1},{"id":2}],"first_id":"1","has_more":true})") ==
          Lines{"#0: {\"id\":1}", "#1: {\"id\":2}"});
    CHECK(records_of(R"({"has_more":false,"data":[{"id":1}],"object":"list"}{"data":[{"id":2}]})") ==
          Lines{"#0: {\"id\":1}", "#0: {\"id\":2}"});
    CHECK(records_of(R"({"next_cursor":{"data":[1]},"data" : [ {"id":1} ] })") == Lines{"#0: {\"id\":1}"});
    CHECK(records_of(R"({"object":"list","id":"list_1","data":[{"id":1}]})") == Lines{"#0: {\"id\":1}"});
}

TEST_CASE("a list page may be empty") {
    CHECK(records_of(R"({"object":"list","data":[],"has_more":true})").empty());
    CHECK(records_of(R"({"object":"list","data":null})").empty());
    CHECK(records_of(R"({"object":"list","has_more":false,"error":null})").empty());
    CHECK(records_of(R"({"data":null,"has_more":false})").empty());
    CHECK(records_of(R"([{"object":"list","data":null},{"id":1}])") == Lines{"#0: {\"id\":1}"});
}

TEST_CASE("a list page without an array of records is refused") {
    CHECK(records_of(R"({"object":"list","rows":[{}]})") == Lines{"1! the list page has no \"data\""});
    CHECK(records_of(R"({"object":"list","data":{}})") ==
          Lines{"1! \"data\" of the list page is not an array"});
}

TEST_CASE("a batch with an array under data is no list page") {
    for (const std::string text :
         {R"({"id":"a","data":[{"id":1}]})", R"({"object":"batch","data":[{}],"id":"a"})",
          R"({"errors":{"object":"list","data":[{}]},"id":"a"})", R"({"data":{"x":[]}})"}) {
        CHECK(records_of(text) == Lines{"1: " + text});
    }
}

TEST_CASE("list pages in an array give their items, counted through") {
    CHECK(records_of(R"([{"object":"list","data":[{"id":1},{"id":2}]},{"data":[{"id":3}]},{"id":4}])") ==
          Lines{"#0: {\"id\":1}", "#1: {\"id\":2}", "#2: {\"id\":3}", "#3: {\"id\":4}"});
}

TEST_CASE("what stands around the items of a page must be JSON") {
    CHECK(records_of(R"({"data":[{}] "has_more":true}{})") ==
          Lines{"#0: {}", "1! the list page around its items is not JSON", "1: {}"});
    CHECK(records_of(R"({"object" "list","data":[{}]})") ==
          Lines{"#0: {}", "1! the list page around its items is not JSON"});
}

TEST_CASE("of a page that is cut off the good items stay and one record says so") {
    CHECK(records_of(R"({"data":[{"id":1},{"id":2})") ==
          Lines{"#0: {\"id\":1}", "#1: {\"id\":2}", "#2! the text ends inside the list page"});
    CHECK(records_of(R"([{"id":1},{"id":2)") ==
          Lines{"#0: {\"id\":1}", "#1! the text ends inside the object"});
    CHECK(records_of(R"([{"id":1},)") == Lines{"#0: {\"id\":1}", "#1! the text ends inside the array"});
    CHECK(records_of(R"({"data":[{"id":1}],"has_more":fal)") ==
          Lines{"#0: {\"id\":1}", "1! the text ends inside the list page"});
}

TEST_CASE("a page that is cut off does not swallow the next one") {
    const std::string page = R"({"object":"list","data":[{"id":1},{"id":2}],"has_more":true})";
    CHECK(records_of(page.substr(0, 40) + "\n" + page) ==
          Lines{"#0: {\"id\":1}", "#1! the object is not closed before the next record begins in line 2",
                "#0: {\"id\":1}", "#1: {\"id\":2}"});
    CHECK(records_of(page.substr(0, 33) + "\n" + page) ==
          Lines{"#0: {\"id\":1}", "#1! the list page is not closed before the next record begins in line 2",
                "#0: {\"id\":1}", "#1: {\"id\":2}"});
    CHECK(records_of("{\"data\":[\n" + page) ==
          Lines{"#0! the list page is not closed before the next record begins in line 2", "#0: {\"id\":1}",
                "#1: {\"id\":2}"});
}

TEST_CASE("a list page may be longer than any record") {
    std::string page = R"({"object":"list","data":[)";
    for (int i = 0; i < 1000; ++i) {
        page += "{\"id\":" + std::to_string(i) + "},";
    }
    page.back() = ']';
    const Lines records = records_of(page + "}", 50, 100);
    REQUIRE(records.size() == 1000);
    CHECK(records.back() == "#999: {\"id\":999}");
}

namespace {

/// What the server said is wrong with an empty page that has this beside its list; empty: nothing.
std::string error_beside(const std::string& members) {
    const Lines records = records_of(R"({"object":"list","data":[],)" + members + "}");
    const std::string opening = "1! the server answered with an error beside the list: ";
    if (records.empty()) {
        return "";
    }
    CHECK(records.size() == 1);
    CHECK(records.front().starts_with(opening));
    return records.front().substr(opening.size());
}

}  // namespace

TEST_CASE("a page that says that something is wrong is refused once, in the server's words") {
    CHECK(error_beside(R"("error":"all backends failed")") == "\"all backends failed\"");
    CHECK(error_beside(R"("error":{"code":"timeout","type":"x","message":"no answer"})") == "\"no answer\"");
    CHECK(error_beside(R"("errors":[{"backend":"b2","message":"timed out"}])") == "\"timed out\"");
    CHECK(error_beside(R"("errors":["b1: down","b2: down"])") == "\"b1: down\"");
    CHECK(error_beside(R"("errors":{"b1":{"detail":"down"}})") == "\"down\"");
    CHECK(error_beside(R"("error":{"code":502})") == "\"error\" is not empty");
    CHECK(error_beside(R"("error":true,"message":"down")") == "\"error\" is not empty");
    CHECK(error_beside(R"("message":"quota","success":false)") == "\"quota\"");
    CHECK(error_beside(R"("ok":false)") == "\"ok\" is false");
}

TEST_CASE("a code of a page that is no success is an error") {
    CHECK(error_beside(R"("code":500)") == "\"code\" is 500");
    CHECK(error_beside(R"("code":"429","msg":"slow down")") == "\"slow down\"");
    CHECK(error_beside(R"("code":"InternalError","message":"try later")") == "\"try later\"");
    CHECK(error_beside(R"("status":503)") == "\"status\" is 503");
    CHECK(error_beside(R"("status":"error","message":"down")") == "\"down\"");
}

TEST_CASE("a page that says that all is well is no error") {
    for (const std::string fine : {R"("error":null)",
                                   R"("error":"")",
                                   R"("error":{})",
                                   R"("errors":[])",
                                   R"("errors":[null])",
                                   R"("error":false)",
                                   R"("error":{"code":0,"message":""})",
                                   R"("success":true,"errors":[],"messages":[])",
                                   R"("success":null)",
                                   R"("code":0)",
                                   R"("code":200,"message":"OK")",
                                   R"("code":"200")",
                                   R"("code":null)",
                                   R"("code":"Success")",
                                   R"("code":20000,"message":"success")",
                                   R"("success":true,"code":10000)",
                                   R"("status":"success")",
                                   R"("status":200)",
                                   R"("message":"3 batches")",
                                   R"("ok":true)"}) {
        INFO(fine);
        CHECK(error_beside(fine).empty());
    }
}

TEST_CASE("a page with an error keeps its rows") {
    CHECK(records_of("{\"error\":\"b2 is down\",\n\"data\":[\n{\"id\":1},\n{\"id\":2}]}\n{\"id\":3}") ==
          Lines{"#0: {\"id\":1}", "#1: {\"id\":2}",
                "1! the server answered with an error beside the list: \"b2 is down\"", "5: {\"id\":3}"});
    CHECK(records_of(R"([{"data":[{"id":1}],"success":false},{"data":[{"id":2}]}])") ==
          Lines{"#0: {\"id\":1}",
                "1! the server answered with an error beside the list: \"success\" is false",
                "#1: {\"id\":2}"});
}

TEST_CASE("a list page without data may say that something is wrong") {
    const std::string wrong = "1! the server answered with an error beside the list: \"down\"";
    CHECK(records_of(R"({"object":"list","data":null,"error":"down"})") == Lines{wrong});
    CHECK(records_of(R"({"object":"list","errors":[{"message":"down"}]})") == Lines{wrong});
    CHECK(records_of(R"({"data":null,"has_more":false,"success":false,"msg":"down"})") == Lines{wrong});
}

TEST_CASE("what a page says is wrong is quoted within bounds") {
    const std::string error = error_beside(R"("error":")" + std::string(100'000, 'x') + "\"");
    CHECK(error.size() < 300);
    const std::string deep = std::string(900, '[') + "\"down\"" + std::string(900, ']');
    CHECK(error_beside("\"error\":" + deep) == "\"down\"");
}
