#include "catch.hpp"
#include "model/random_answers.hpp"
#include "test_seed.hpp"

#include <batchstore/csv.hpp>
#include <batchstore/json.hpp>
#include <batchstore/reading.hpp>

#include <algorithm>
#include <array>
#include <string>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Json = nlohmann::ordered_json;

/// Where the JSON of a batch has what stands in each column.
constexpr std::array pointers{"/id",
                              "/status",
                              "/endpoint",
                              "/model",
                              "/input_file_id",
                              "/completion_window",
                              "/output_file_id",
                              "/error_file_id",
                              "/created_at",
                              "/in_progress_at",
                              "/expires_at",
                              "/finalizing_at",
                              "/completed_at",
                              "/failed_at",
                              "/expired_at",
                              "/cancelling_at",
                              "/cancelled_at",
                              "/request_counts/total",
                              "/request_counts/completed",
                              "/request_counts/failed",
                              "/usage/input_tokens",
                              "/usage/input_tokens_details/cached_tokens",
                              "/usage/output_tokens",
                              "/usage/output_tokens_details/reasoning_tokens",
                              "/usage/total_tokens",
                              "/errors/data",
                              "/metadata"};

std::string cell_of(const Json& value) {
    if (value.is_null()) return "";
    if (value.is_string()) return value.get<std::string>();
    const bool is_words = value.is_array() && std::ranges::all_of(value, &Json::is_string);
    if (!is_words) return value.dump();
    std::string words;
    for (const Json& word : value) words += (words.empty() ? "" : ";") + word.get<std::string>();
    return words;
}

/// The line as the JSON of the batch gives it.
std::string line_from_json(const Batch& batch) {
    const Json json = to_json(batch);
    std::string line;
    for (const char* const text : pointers) {
        const Json::json_pointer pointer(text);
        line += line.empty() ? "" : ",";
        if (json.contains(pointer)) append_csv_text(line, cell_of(json.at(pointer)), true);
    }
    return line;
}

std::string line_of(const Batch& batch, bool raw = true) {
    std::string line;
    append_csv_line(line, batch, raw);
    return line;
}

std::string line_of(const std::string& members, bool raw = true) {
    return line_of(Answer::read(R"({"id":"b","object":"batch")" + members + "}").batch(), raw);
}

std::string cell(std::string_view text, bool raw = false) {
    std::string out;
    append_csv_text(out, text, raw);
    return out;
}

}  // namespace

TEST_CASE("a cell of CSV is quoted where it has to be, and is no formula") {
    CHECK(cell("") == "");
    CHECK(cell("a b;c'd") == "a b;c'd");
    CHECK(cell("a,b") == R"("a,b")");
    CHECK(cell("\"") == R"("""")");
    CHECK(cell("a\"\"b\"") == R"("a""""b""")");
    CHECK(cell("a\r\nb") == "\"a\r\nb\"");
    for (const std::string start : {"=", "+", "-", "@", "\t"}) CHECK(cell(start + "1") == "'" + start + "1");
    CHECK(cell("\r1") == "\"'\r1\"");
    CHECK(cell("=\"x\"") == R"("'=""x""")");
    CHECK(cell("=1", true) == "=1");
    CHECK(cell("1-1") == "1-1");
}

TEST_CASE("the columns of batches as CSV are these") {
    CHECK(batch_csv_titles() ==
          "id,status,endpoint,model,input_file_id,completion_window,output_file_id,error_file_id,created_at,"
          "in_progress_at,expires_at,finalizing_at,completed_at,failed_at,expired_at,cancelling_at,"
          "cancelled_at,requests_total,requests_completed,requests_failed,input_tokens,cached_tokens,"
          "output_tokens,reasoning_tokens,total_tokens,errors,metadata,absent_since_us");
}

TEST_CASE("a line of CSV says what the JSON of the batch says") {
    const unsigned seed = test_seed();
    INFO("seed " << seed);
    RandomAnswers random(seed);
    for (int i = 0; i < 2'000; ++i) {
        const std::string text = random.spelled(random.answer().said);
        INFO(text);
        const Batch batch = Answer::read(text).batch();
        REQUIRE(line_of(batch) == line_from_json(batch) + ",");
    }
}

TEST_CASE("the last cell of a line of CSV says since when the batch is absent") {
    std::string line;
    append_csv_line(line, Batch{.id = "b"}, false, 1'790'845'200'000'000);
    CHECK(line == line_of(Batch{.id = "b"}) + "1790845200000000");
}

TEST_CASE("what a server said where nobody could read it stands in its column") {
    CHECK(line_of(R"(,"status":"failed","model":["a","=b"])", false).starts_with("b,failed,,a;=b,,"));
    CHECK(line_of(R"(,"status":"failed","model":["=a",""])", false).starts_with("b,failed,,'=a;,,"));
    CHECK(line_of(R"(,"status":"failed","model":["a",1])").starts_with(R"(b,failed,,"[""a"",1]",,)"));
    CHECK(line_of(R"(,"status":"failed","model":12345678901234567890123)")
              .starts_with("b,failed,,12345678901234567890123,,"));
    CHECK(
        line_of(R"(,"status":"failed","created_at":"=soon")", false).starts_with("b,failed,,,,,,,'=soon,,"));
    CHECK(line_of(R"(,"status":"failed","usage":{"input_tokens":"-many","cost":1})", false)
              .ends_with(",'-many,,,,,,,"));
    CHECK(line_of(R"(,"status":"failed","usage":7,"metadata":[])").ends_with(",,,,,,,,"));
}

TEST_CASE("errors and metadata are JSON in a cell of CSV") {
    const std::string line = line_of(
        R"(,"status":"failed","errors":{"data":[{"code":"=c","line":1}]},"metadata":{"=k":"\"é\u0001"})");
    CHECK(line.ends_with(R"(,"[{""code"":""=c"",""message"":null,""param"":null,""line"":1}]",)"
                         R"("{""=k"":""\""é\u0001""}",)"));
    CHECK(line_of(R"(,"status":"failed","metadata":{})").ends_with(",,{},"));
}
