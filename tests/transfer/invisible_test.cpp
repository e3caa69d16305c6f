#include "catch.hpp"
#include "shown_records.hpp"

#include <string>

using namespace batchstore;
using testing::Lines;
using testing::records_of;

namespace {

using namespace std::string_literals;

/// All that is skipped between records.
const Lines invisible_texts{
    "\0"s,          "\0\0\0\0"s,    "\x1a",         "\f",           "\v",
    "\xef\xbb\xbf", "\xe2\x80\x8b", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xc2\x85",
    "\xc2\xa0",     "\xe2\x81\xa0", "\xe2\x80\x8e", "\x1e",         "\xef\xbb\xbf\xef\xbb\xbf"};

}  // namespace

TEST_CASE("what is invisible between records is skipped") {
    for (const std::string& invisible : invisible_texts) {
        for (const std::size_t step : {1U, 2U, 1000U}) {
            CHECK(records_of(invisible + "{\"id\":1}" + invisible + "{\"id\":2}\n" + invisible + "\n" +
                                 invisible + "{\"id\":3}\n" + invisible,
                             step) == Lines{"1: {\"id\":1}", "1: {\"id\":2}", "3: {\"id\":3}"});
        }
    }
}

TEST_CASE("files that were joined with their byte order marks are read as one after the other") {
    const std::string pretty =
        "{\r\n  \"id\": 1,\r\n  \"errors\": {\r\n    \"data\": [\r\n      {}\r\n    ]\r\n  }\r\n}";
    CHECK(records_of("\xef\xbb\xbf" + pretty + "\r\n\xef\xbb\xbf" + pretty) ==
          Lines{"1: " + pretty, "9: " + pretty});
    CHECK(records_of("\xef\xbb\xbf" + pretty + "\xef\xbb\xbf" + pretty + "\x1a\xef\xbb\xbf{}\x1a") ==
          Lines{"1: " + pretty, "8: " + pretty, "15: {}"});
    CHECK(records_of("\xef\xbb\xbf[{\"id\":1}]\n\xef\xbb\xbf{\"data\":[{\"id\":2}]}\xef\xbb\xbf[]") ==
          Lines{"#0: {\"id\":1}", "#0: {\"id\":2}"});
}

TEST_CASE("inside a record invisible characters are text") {
    const std::string text = "{\"a\":\"x\xef\xbb\xbf\xe2\x80\x8b\xe2\x80\xa8y\"}";
    CHECK(records_of(text + text) == Lines{"1: " + text, "1: " + text});
}

TEST_CASE("a record that a crash cut off does not swallow what was written behind the hole") {
    const std::string hole(4096, '\0');
    const std::string unclosed = "1! the object is not closed before the next record begins in line 1";
    for (const std::string cut :
         {R"({"id":"x","sta)", R"({"id":"x","status":"in\)", R"({"id":"x",)", R"({"a":[{)"}) {
        for (const std::size_t step : {1U, 7U, 5000U}) {
            CHECK(records_of(cut + hole + "{\"id\":1}\n{\"id\":2}\n", step) ==
                  Lines{unclosed, "1: {\"id\":1}", "2: {\"id\":2}"});
        }
    }
    CHECK(records_of("{\"a\":1}\n" + hole + "{\"a\":2}" + hole) == Lines{"1: {\"a\":1}", "2: {\"a\":2}"});
    CHECK(records_of("[{\"id\":1},{\"i" + hole + "{\"object\":\"list\",\"data\":[{\"id\":2}]}") ==
          Lines{"#0: {\"id\":1}", "#1! the object is not closed before the next record begins in line 1",
                "#0: {\"id\":2}"});
    CHECK(records_of("log in the making" + hole + "{\"id\":1}") ==
          Lines{"1! found \"log in the making\" where a JSON object must begin", "1: {\"id\":1}"});
}

TEST_CASE("a hole inside a record costs that record, once") {
    CHECK(records_of("{\"a\":\"x\0y\"}\n{}"s) == Lines{"1: {\"a\":\"x\0y\"}"s, "2: {}"});
    CHECK(records_of("{\"a\":1\0}\n{}"s, 1) == Lines{"1: {\"a\":1\0}"s, "2: {}"});
    CHECK(records_of("{\"a\":\"x\0"s, 1) == Lines{"1! the text ends inside the object"});
}

TEST_CASE("a torn record does not swallow the file that was joined behind it") {
    CHECK(records_of("{\"a\":\n\xef\xbb\xbf{\"id\":1}\n{\"id\":2}") ==
          Lines{"1! the object is not closed before the next record begins in line 2", "2: {\"id\":1}",
                "3: {\"id\":2}"});
    CHECK(records_of("{\n \"a\": \"x\n \"b\": 1\n\xef\xbb\xbf{\n \"id\": 1\n}") ==
          Lines{"1! line 2 ends inside a string", "4: {\n \"id\": 1\n}"});
}
