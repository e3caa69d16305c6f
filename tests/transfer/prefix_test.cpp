#include "catch.hpp"
#include "shown_records.hpp"

#include <string>

using namespace batchstore;
using testing::Lines;
using testing::records_of;

namespace {

/// The records behind a prefix, as a text with one in each line; what has none is marked.
Lines prefixed_in(const std::string& text, std::size_t step = 1000) {
    RecordReader reader(testing::pieces_of(text, step), {1 << 20, 64});
    Lines records;
    for (Record record; reader.next(record);) {
        records.push_back((record.prefixed ? "" : "without ") + testing::shown(record));
    }
    return records;
}

}  // namespace

TEST_CASE("text before an object that fills the rest of its line is skipped") {
    for (const std::string prefix :
         {"2026-10-01T00:00:00Z INFO batch ", "[2026-11-01 12:00:00,123] INFO ", "[INFO] [poller] ",
          "INFO:root:", "<13>Oct  1 00:00:00 host app[42]: ", "response: ", "level=info msg=polled body=",
          "-> ", "1790000000\t", "2026/10/01 00:00:00 main.go:42: ", "[12345] ", "  app_1  | ",
          "data: ", "> ", "200 OK ", "a,b,"}) {
        for (const std::size_t step : {1U, 1000U}) {
            INFO(prefix);
            CHECK(prefixed_in(prefix + R"({"id":1,"a":{"b":[{}]}})" + "\n{\"id\":2}\n", step) ==
                  Lines{R"(1: {"id":1,"a":{"b":[{}]}})", "without 2: {\"id\":2}"});
        }
    }
}

TEST_CASE("of several objects behind a prefix the last one is the record") {
    CHECK(prefixed_in(R"(POST /v1/batches {"endpoint":"{\""} -> {"id":1})") == Lines{"1: {\"id\":1}"});
    CHECK(prefixed_in("GET {} {} {\"id\":1}\r\nGET {\"id\":2} \r\n") ==
          Lines{"1: {\"id\":1}", "2: {\"id\":2}"});
    CHECK(prefixed_in(R"(format {0} and {name}: {"id":1})") == Lines{"1: {\"id\":1}"});
}

TEST_CASE("an object behind a prefix may go on in the next lines") {
    const std::string pretty = "{\n  \"id\": 1,\n  \"errors\": {\n    \"data\": [\n      {}\n    ]\n  }\n}";
    CHECK(prefixed_in("INFO batch " + pretty + "\n[INFO] " + pretty + "\n{}", 1) ==
          Lines{"1: " + pretty, "9: " + pretty, "without 17: {}"});
    CHECK(prefixed_in("INFO {\"id\": 1, \"errors\": {\"data\": []},\n  \"a\": 1}") ==
          Lines{"1: {\"id\": 1, \"errors\": {\"data\": []},\n  \"a\": 1}"});
}

TEST_CASE("a list page may stand behind a prefix") {
    CHECK(prefixed_in("INFO page {\"object\":\"list\",\"data\":[{\"id\":1},\n{\"id\":2}]}\n{}") ==
          Lines{"#0: {\"id\":1}", "#1: {\"id\":2}", "without 3: {}"});
}

TEST_CASE("a torn line of a log does not swallow the lines behind it") {
    const std::string good = "2026-10-01 INFO {\"id\":1}\n2026-10-01 INFO {\"id\":2}\n";
    for (const std::string torn :
         {R"(2026-10-01 INFO {"id":"x)", R"(2026-10-01 INFO {"id":"x",)", R"(2026-10-01 INFO {"a":[{)",
          R"(2026-10-01 INFO {)", "2026-10-01 INFO {\n  \"a\": {"}) {
        for (const std::size_t step : {1U, 1000U}) {
            INFO(torn);
            const Lines records = prefixed_in(torn + "\n" + good, step);
            REQUIRE(records.size() == 3);
            CHECK(records[1].ends_with(": {\"id\":1}"));
            CHECK(records[2].ends_with(": {\"id\":2}"));
        }
    }
    CHECK(prefixed_in("INFO {\n[INFO] {\"id\":1}\n").back() == "2: {\"id\":1}");
    CHECK(prefixed_in("INFO {\n{\"id\":1}\n").back() == "without 2: {\"id\":1}");
}

TEST_CASE("no record begins behind what may be a part of JSON") {
    for (const std::string line : {R"("errors": {"data":[]})", R"("a" {"id":1})", R"(], "x": {"id":1})",
                                   R"(}, "x": {"id":1})", R"(null, "response": {"id":1})"}) {
        INFO(line);
        for (const std::string& record : prefixed_in(line)) {
            CHECK(record.starts_with("without 1! found "));
        }
    }
}

TEST_CASE("no record begins behind text in what may be the rest of a broken one") {
    CHECK(prefixed_in("{\"note\":\"a log:\nINFO {\"id\":\"forged\"}\n\"}\n{\"id\":1}\nINFO {\"id\":2}") ==
          Lines{"without 1! the line ends inside a string",
                "without 2! found \"INFO {\\\"id\\\":\\\"forged\\\"}\" where a JSON object must begin",
                "without 3! found \"\\\"}\" where a JSON object must begin", "without 4: {\"id\":1}",
                "5: {\"id\":2}"});
    CHECK(prefixed_in("[\n{\"id\":1},\nINFO {\"id\":2}\n]").size() >= 2);
    CHECK(prefixed_in("[\n{\"id\":1},\nINFO {\"id\":2}\n]").front() == "without #0: {\"id\":1}");
}

TEST_CASE("an array is no prefix") {
    CHECK(prefixed_in("[{\"id\":1}]\n[ {\"id\":2}]{\"id\":3}\n[]{\"id\":4}") ==
          Lines{"without #0: {\"id\":1}", "without #0: {\"id\":2}", "without 2: {\"id\":3}",
                "without 3: {\"id\":4}"});
    CHECK(prefixed_in("[1, 2]\n").size() == 2);
}

TEST_CASE("text behind an object is no prefix of anything") {
    CHECK(prefixed_in("INFO {\"id\":1} in 3 ms\n") ==
          Lines{"without 1! found \"INFO {\\\"id\\\":1} in 3 ms\" where a JSON object must begin"});
    CHECK(prefixed_in("function f() { return 1; }\n") ==
          Lines{"without 1! found \"function f() { return 1;…\" where a JSON object must begin"});
}

TEST_CASE("lines made to be looked at again and again are read a bounded number of times") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
        text += "INFO {\n";
    }
    CHECK(records_of(text + "INFO {\"id\":1}", 10'000, 64 << 20).back() == "100001: {\"id\":1}");
    std::string braces;
    for (int i = 0; i < 200'000; ++i) {
        braces += "x{\"a{";
    }
    CHECK(records_of(braces, 10'000, 64 << 20).size() == 1);
}
