#include "catch.hpp"

#include <batchstore/batchstore.hpp>

using namespace batchstore;

namespace {

Batch batch_with(const std::string& members) {
    return Answer::read(R"({"id":"b","object":"batch","status":"in_progress")" + members + "}").batch();
}

std::vector<FieldChange> changes(const std::string& before, const std::string& after) {
    return changes_between(batch_with(before), batch_with(after));
}

using Changes = std::vector<FieldChange>;

}  // namespace

TEST_CASE("equal states have no changes") {
    const std::string all = R"(,"metadata":{"k":"v"},"usage":{"total_tokens":1},"x":[1,{"y":2}])";
    CHECK(changes(all, all).empty());
    CHECK(changes(R"(,"model":null)", "").empty());
}

TEST_CASE("changes are told in the order of the API, with both values as JSON") {
    CHECK(changes(R"(,"created_at":1)", R"(,"model":"m \"1\"","created_at":2)") ==
          Changes{{"model", "null", R"("m \"1\"")"}, {"created_at", "1", "2"}});
}

TEST_CASE("what has members is told member by member") {
    CHECK(changes(R"(,"request_counts":{"total":9,"completed":1})",
                  R"(,"request_counts":{"total":9,"completed":2,"failed":1})") ==
          Changes{{"request_counts.completed", "1", "2"}, {"request_counts.failed", "null", "1"}});
    CHECK(changes(R"(,"metadata":{"a":"1","b":"2"})", R"(,"metadata":{"b":"3","c.d":"4"})") ==
          Changes{{"metadata.a", R"("1")", "null"},
                  {"metadata.b", R"("2")", R"("3")"},
                  {"metadata.c.d", "null", R"("4")"}});
    CHECK(changes("", R"(,"usage":{"input_tokens_details":{"cached_tokens":5}})") ==
          Changes{{"usage.input_tokens_details.cached_tokens", "null", "5"}});
}

TEST_CASE("an object without a word in it still differs from none") {
    CHECK(changes("", R"(,"metadata":{})") == Changes{{"metadata", "null", "{}"}});
    CHECK(changes(R"(,"x":{"y":{}})", R"(,"x":{"y":null})") == Changes{{"x.y", "{}", "null"}});
}

TEST_CASE("errors are told as a whole") {
    const auto found = changes("", R"(,"errors":{"object":"list","data":[{"code":"c"}]})");
    REQUIRE(found.size() == 1);
    CHECK(found[0].field == "errors");
    CHECK(found[0].before == "null");
    CHECK(found[0].after ==
          R"({"object":"list","data":[{"code":"c","message":null,"param":null,"line":null}]})");
}

TEST_CASE("what a server added is compared too, with every digit") {
    CHECK(changes(R"(,"n":{"big":123456789012345678901234567890})",
                  R"(,"n":{"big":123456789012345678901234567891},"list":[1])") ==
          Changes{{"n.big", "123456789012345678901234567890", "123456789012345678901234567891"},
                  {"list", "null", "[1]"}});
    CHECK(changes(R"(,"request_counts":{"total":1})", R"(,"request_counts":{"total":1,"cancelled":0})") ==
          Changes{{"request_counts.cancelled", "null", "0"}});
    CHECK(changes("", R"(,"created_at":"soon")") == Changes{{"created_at", "null", R"("soon")"}});
}

TEST_CASE("a batch that was not known differs in all that it says but its id") {
    CHECK(changes_between({}, batch_with("")) == Changes{{"status", "null", R"("in_progress")"}});
}
