#include "catch.hpp"
#include "shown_records.hpp"

#include <string>
#include <vector>

using namespace batchstore;
using testing::Lines;
using testing::pieces_of;
using testing::records_of;

namespace {

/// The texts that were rejected.
Lines rejected_in(const std::string& text) {
    RecordReader reader(pieces_of(text, 1000));
    Lines records;
    for (Record record; reader.next(record);) {
        if (!record.broken.empty()) {
            records.emplace_back(record.text);
        }
    }
    return records;
}

}  // namespace

TEST_CASE("an empty stream has no records") {
    CHECK(records_of("").empty());
    CHECK(records_of(" \n\t\r\n").empty());
    CHECK(records_of("\xef\xbb\xbf").empty());
}

TEST_CASE("each line of JSON Lines is a record") {
    CHECK(records_of("{\"id\":1}\n{\"id\":2}\n") == Lines{"1: {\"id\":1}", "2: {\"id\":2}"});
    CHECK(records_of("{\"id\":1}\r\n\r\n{\"id\":2}\r\n") == Lines{"1: {\"id\":1}", "3: {\"id\":2}"});
    CHECK(records_of("{\"id\":1}\n{\"id\":2}") == Lines{"1: {\"id\":1}", "2: {\"id\":2}"});
}

TEST_CASE("a byte order mark and record separators are no part of a record") {
    CHECK(records_of("\xef\xbb\xbf{}\n{}") == Lines{"1: {}", "2: {}"});
    CHECK(records_of("\xef\xbb\xbf{}\n{}", 1) == Lines{"1: {}", "2: {}"});
    CHECK(records_of("\x1e{}\n\x1e{}\n") == Lines{"1: {}", "2: {}"});
    CHECK(records_of("\x1e{\"a\":\n\x1e{}\n") ==
          Lines{"1! the object is not closed before the next record begins in line 2", "2: {}"});
}

TEST_CASE("objects on one line are told apart by their braces") {
    CHECK(records_of("{}{\"a\":{\"b\":[{}]}} {}") == Lines{"1: {}", "1: {\"a\":{\"b\":[{}]}}", "1: {}"});
}

TEST_CASE("braces, quotes and backslashes inside strings are text") {
    const Lines texts{R"({"a":"}{]["})", R"({"a":"\"}"})", R"({"a":"\\"})", R"({"\\\"":"\\\\\""})"};
    for (const std::string& text : texts) {
        for (const std::size_t step : {1U, 2U, 3U, 100U}) {
            CHECK(records_of(text + text, step) == Lines{"1: " + text, "1: " + text});
        }
    }
}

TEST_CASE("an object over many lines is one record, numbered by its first line") {
    const std::string text = "{\n  \"id\": 1,\n  \"errors\": {\n    \"data\": [\n      {}\n    ]\n  }\n}";
    CHECK(records_of(text + "\n" + text) == Lines{"1: " + text, "9: " + text});
}

TEST_CASE("a pretty object without indentation is one record") {
    const std::string text = "{\n\"id\": 1,\n\"counts\":\n{\n\"total\": 1\n},\n\"errors\":\n[\n{},\n{}\n]\n}";
    CHECK(records_of(text + "\n{}") == Lines{"1: " + text, "13: {}"});
}

TEST_CASE("the items of an array are records") {
    CHECK(records_of("[{\"id\":1}, {\"id\":2}]") == Lines{"#0: {\"id\":1}", "#1: {\"id\":2}"});
    CHECK(records_of("[\n{\"id\":1}\n,\n{\"id\":2}\n]\n{}") ==
          Lines{"#0: {\"id\":1}", "#1: {\"id\":2}", "6: {}"});
    CHECK(records_of("[][{}][ ]{}") == Lines{"#0: {}", "1: {}"});
}

TEST_CASE("an item with bad JSON inside costs only itself") {
    CHECK(records_of(R"([{"id":1,},{"id":2}])") == Lines{"#0: {\"id\":1,}", "#1: {\"id\":2}"});
}

TEST_CASE("items that are no objects are refused by what they are") {
    CHECK(records_of(R"([1,null,{"id":1},"a,]b",[{"id":2}],{"id":3}])") ==
          Lines{"#0! found \"1\" where a batch must stand", "#1! found \"null\" where a batch must stand",
                "#2: {\"id\":1}", "#3! found \"\\\"a,]b\\\"\" where a batch must stand",
                "#4! an array where a batch must stand", "#5: {\"id\":3}"});
}

TEST_CASE("missing and extra commas are reported once and lose no item") {
    CHECK(records_of("[{},]") == Lines{"#0: {}", "#1! an item is missing after the last comma"});
    CHECK(records_of("[,{}]") == Lines{"#0! an item is missing before a comma", "#0: {}"});
    CHECK(records_of("[{},,{},,{}]") ==
          Lines{"#0: {}", "#1! an item is missing before a comma", "#1: {}", "#2: {}"});
    CHECK(records_of("[{}{} {}]") ==
          Lines{"#0: {}", "#1! a comma is missing before the item", "#1: {}", "#2: {}"});
    CHECK(records_of("[\n{}\n{}\n{}\n]") ==
          Lines{"#0: {}", "#1! a comma is missing before the item", "#1: {}", "#2: {}"});
}

TEST_CASE("text between items is reported once and loses no item") {
    CHECK(records_of("[{} and {},{}]") ==
          Lines{"#0: {}", "#1! found \"and\" where a comma or \"]\" must stand", "#1: {}", "#2: {}"});
    CHECK(records_of("[{}}, {}]") ==
          Lines{"#0: {}", "#1! found \"}\" where an item, a comma or \"]\" must stand", "#1: {}"});
}

TEST_CASE("a bad line costs only itself") {
    const std::string unclosed = "1! the object is not closed before the next record begins in line 2";
    for (const std::string bad :
         {R"({"a":1)", R"({"a":)", R"({"a":[)", R"({"a":[{},)", R"({"a":{"b":{)", "{", R"({"a":}{)"}) {
        CHECK(records_of(bad + "\n{\"id\":1}\n{\"id\":2}\n{\"id\":3}").size() >= 4);
        CHECK(records_of(bad + "\n{\"id\":1}\n{\"id\":2}").back() == "3: {\"id\":2}");
    }
    CHECK(records_of("{\"a\":\n{\"id\":1}\n{\"id\":2}") == Lines{unclosed, "2: {\"id\":1}", "3: {\"id\":2}"});
    CHECK(records_of("{\"a\":\n{\"id\":1}") == Lines{unclosed, "2: {\"id\":1}"});
}

TEST_CASE("a line that ends inside a string costs only itself") {
    CHECK(records_of("{\"a\":\"x\n{\"id\":1}\n") ==
          Lines{"1! the line ends inside a string", "2: {\"id\":1}"});
    CHECK(records_of("{\"a\":\"x\\\n{\"id\":1}\n") ==
          Lines{"1! the line ends inside a string", "2: {\"id\":1}"});
    CHECK(records_of("[\n{\"a\":\"x\n{\"id\":1},\n{\"id\":2}]") ==
          Lines{"#0! the line ends inside a string", "#1: {\"id\":1}", "#2: {\"id\":2}"});
}

TEST_CASE("a broken pretty object costs the lines up to the next record") {
    CHECK(records_of("{\n  \"a\": \"x\n  \"b\": {\n  }\n}\n{\n  \"id\": 1\n}") ==
          Lines{"1! line 2 ends inside a string", "6: {\n  \"id\": 1\n}"});
    CHECK(rejected_in("{\n  \"a\": 1,\n\n{}\n{\n") == Lines{"{\n  \"a\": 1,", "{"});
}

TEST_CASE("a broken pretty item costs the lines up to the next item") {
    CHECK(records_of("[\n  {\n    \"a\": \"x\n  },\n  {\n    \"id\": 1\n  }\n]\n{}") ==
          Lines{"#0! line 3 ends inside a string", "#1: {\n    \"id\": 1\n  }", "9: {}"});
    CHECK(records_of("[\n  {\n    \"a\": 1,\n  {\n    \"id\": 1\n  }\n]\n{}") ==
          Lines{"#0! the object is not closed before the next record begins in line 4",
                "#1: {\n    \"id\": 1\n  }", "8: {}"});
    CHECK(records_of("[\n  {\n    \"a\": \"x\n  }\n]\n{}") ==
          Lines{"#0! line 3 ends inside a string", "6: {}"});
}

TEST_CASE("text that is no JSON object is rejected by the line, and says what was found") {
    CHECK(records_of("hello\n{}\nnull\n\"a\" {}\n}") ==
          Lines{"1! found \"hello\" where a JSON object must begin", "2: {}",
                "3! found \"null\" where a JSON object must begin",
                "4! found \"\\\"a\\\" {}\" where a JSON object must begin",
                "5! found \"}\" where a JSON object must begin"});
    CHECK(records_of("<html><head><title>502 Bad Gateway</title>") ==
          Lines{"1! found \"<html><head><title>502 B…\" where a JSON object must begin"});
    CHECK(records_of("{},{}\n]{}") == Lines{"1: {}", "1! found \",\" where a JSON object must begin", "1: {}",
                                            "2! found \"]\" where a JSON object must begin", "2: {}"});
}

TEST_CASE("an object closed by accident loses no record inside it") {
    CHECK(records_of("{\"a\":nonsense:\n{\"id\":1}\n}") ==
          Lines{"1! the object is not closed before the next record begins in line 2", "2: {\"id\":1}",
                "3! found \"}\" where a JSON object must begin"});
}

TEST_CASE("the last record may be cut off") {
    CHECK(records_of("{}\n{\"a\":[") == Lines{"1: {}", "2! the text ends inside the object"});
    CHECK(records_of("{}\n{\"a") == Lines{"1: {}", "2! the text ends inside the object"});
    CHECK(records_of("{}\n[") == Lines{"1: {}", "#0! the text ends inside the array"});
}

TEST_CASE("a record that is too long is refused by name and skipped to its end") {
    const std::string filler(300, 'x');
    const std::string too_long = "1! the record is longer than 200 bytes";
    CHECK(records_of("{\"a\":\"" + filler + "\"}{}\n{}", 7, 200) == Lines{too_long, "1: {}", "2: {}"});
    CHECK(records_of("{\"a\":\"" + filler + "\n{}", 7, 200) == Lines{too_long, "2: {}"});
    CHECK(records_of("{\"a\":\"" + filler + "\"\n{}", 7, 200) == Lines{too_long, "2: {}"});
    CHECK(records_of("{\"a\":\"" + filler + "\"\n}\n{}", 7, 200) == Lines{too_long, "3: {}"});
    CHECK(records_of("{\"a\":\"" + filler, 7, 200) == Lines{too_long});
    CHECK(records_of("[{\"a\":\"" + filler + "\"},{}]", 7, 200) ==
          Lines{"#0! the record is longer than 200 bytes", "#1: {}"});
}

TEST_CASE("a record of exactly the greatest length is kept") {
    const std::string text = R"({"a":")" + std::string(192, 'x') + "\"}";
    for (const std::size_t step : {1U, 7U, 200U, 500U}) {
        CHECK(records_of(text + "\n", step, 200) == Lines{"1: " + text});
        CHECK(records_of(text + "\n", step, 199) == Lines{"1! the record is longer than 199 bytes"});
    }
}

TEST_CASE("nesting of any depth is only counted") {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    CHECK(records_of("{\"a\":" + deep + "}\n{}") == Lines{"1: {\"a\":" + deep + "}", "2: {}"});
}

TEST_CASE("input made to be read again and again is read a bounded number of times") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
        text += "{\"a\":\n";
    }
    const Lines records = records_of(text + "{\"id\":1}", 10'000, 64 << 20);
    CHECK(records.size() == 100'001);
    CHECK(records.back() == "100001: {\"id\":1}");
}
