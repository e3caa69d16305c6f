#include "transfer/envelope.hpp"

#include "catch.hpp"

#include <batchstore/error.hpp>

#include <string>

using namespace batchstore;

namespace {

Envelope opened(const std::string& record) {
    const auto envelope = open_envelope(record);
    REQUIRE(envelope);
    return *envelope;
}

std::optional<std::int64_t> time_of(const std::string& members) {
    return opened("{" + members + ",\"batch\":{}}").observed_at_us;
}

std::string refused_envelope(const std::string& record) {
    try {
        open_envelope(record);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid);
        return error.what();
    }
    return "accepted";
}

const std::string log_line =
    R"({"seq":7,"id":"batch_\"x\"","observed_at_us":1700000000000001,"recorded_at_us":-2,"source":"p","precedence":)"
    R"("observed","verdict":"stale","body":"{\"id\": \"a\\u0041\"}","digest":")" +
    std::string(62, '0') + R"(ff"})";

}  // namespace

TEST_CASE("the batch of an envelope is kept byte for byte") {
    CHECK(opened(R"({"batch": { "id" : "A", "x":[1 ]} })").body == R"({ "id" : "A", "x":[1 ]})");
    CHECK(opened(R"({"batch":{"a":"}"}  ,"source":"poller-1"})").body == R"({"a":"}"})");
    CHECK(opened(R"({"batch":{}})").body == "{}");
}

TEST_CASE("an envelope says who saw the answer, and how it ranks") {
    const Envelope envelope = opened(R"({"source":"poller-1","precedence":"observed","batch":{}})");
    CHECK(envelope.source == "poller-1");
    CHECK(envelope.precedence == Precedence::observed);
    CHECK_FALSE(envelope.entry);
}

TEST_CASE("what an envelope leaves out or sets to null is not given") {
    for (const std::string record :
         {R"({"batch":{}})", R"({"observed_at":null,"source":null,"precedence":null,"batch":{}})"}) {
        const Envelope envelope = opened(record);
        CHECK_FALSE(envelope.observed_at_us);
        CHECK_FALSE(envelope.source);
        CHECK_FALSE(envelope.precedence);
    }
}

TEST_CASE("the time of an envelope may be seconds, milliseconds, microseconds or RFC 3339") {
    CHECK(time_of(R"("observed_at":1700000000)") == 1'700'000'000'000'000);
    CHECK(time_of(R"("observed_at":1700000000.25)") == 1'700'000'000'250'000);
    CHECK(time_of(R"("observed_at":1700000000.123456)") == 1'700'000'000'123'456);
    CHECK(time_of(R"("observed_at":1700000000123)") == 1'700'000'000'123'000);
    CHECK(time_of(R"("observed_at":"2023-11-14T22:13:20.5Z")") == 1'700'000'000'500'000);
    CHECK(time_of(R"("observed_at_us":1700000000123456)") == 1'700'000'000'123'456);
    CHECK(time_of(R"("observed_at_us":5,"observed_at":1)") == 5);
    CHECK(time_of(R"("observed_at":1,"observed_at_us":5)") == 5);
}

TEST_CASE("an envelope with a wrong value is refused by its key") {
    for (const std::string time : {"\"yesterday\"", "-1", "1e300", "true", "[]", "\"2023-11-14\"", "1e14"}) {
        CHECK(refused_envelope(R"({"observed_at":)" + time + R"(,"batch":{}})") ==
              "\"observed_at\" is not a time in seconds since 1970 or as RFC 3339 says");
    }
    CHECK(refused_envelope(R"({"observed_at_us":1.5,"batch":{}})") == "\"observed_at_us\" is not an integer");
    CHECK(refused_envelope(R"({"source":1,"batch":{}})") == "\"source\" is not a text");
    CHECK(refused_envelope(R"({"batch":"{}"})") == "\"batch\" is not an object");
    CHECK(refused_envelope(R"({"observed":1,"batch":{}})") ==
          "the envelope has a key that is not known: \"observed\"");
}

TEST_CASE("a line of a dumped log is opened whole") {
    const Envelope envelope = opened(log_line);
    REQUIRE(envelope.entry);
    const Observation& entry = *envelope.entry;
    CHECK(envelope.body == R"({"id": "a\u0041"})");
    CHECK(entry.seq == 7);
    CHECK(entry.id == "batch_\"x\"");
    CHECK(entry.observed_at_us == 1'700'000'000'000'001);
    CHECK(entry.recorded_at_us == -2);
    CHECK(entry.source == "p");
    CHECK(entry.precedence == Precedence::observed);
    CHECK(entry.verdict == Verdict::stale);
    CHECK(to_hex(entry.digest) == std::string(62, '0') + "ff");
}

TEST_CASE("a line of a dumped log that lacks something is refused by its key") {
    CHECK(refused_envelope(R"({"seq":1,"body":"{}"})") == "the log entry has no \"id\"");
    std::string line = log_line;
    CHECK(refused_envelope(line.replace(line.find("stale"), 5, "wrong")) != "accepted");
    CHECK(refused_envelope("{\"more\":1," + log_line.substr(1)) ==
          "the log entry has a key that is not known: \"more\"");
}

TEST_CASE("an envelope may say that a batch is absent, with the server's words as they stand") {
    const Envelope envelope = opened(
        R"({"observed_at":1700000000,"source":"p","absent":"batch_x","answer":{ "error" : {"code":null}} })");
    CHECK(envelope.absent == "batch_x");
    CHECK(envelope.body == R"({ "error" : {"code":null}})");
    CHECK(envelope.observed_at_us == 1'700'000'000'000'000);
    CHECK(envelope.source == "p");
    CHECK(opened(R"({"absent":"b","answer":"Not found\n"})").body == "Not found\n");
    for (const char* silent : {R"({"absent":"b"})", R"({"absent":"b","answer":null,"source":null})"}) {
        CHECK(opened(silent).body.empty());
    }
    CHECK_FALSE(opened(R"({"batch":{}})").absent);
}

TEST_CASE("an absence that says something wrong, or more, is refused by its key") {
    CHECK(refused_envelope(R"({"absent":1})") == "\"absent\" is not a text");
    CHECK(refused_envelope(R"({"absent":""})") == "\"absent\" is not the id of a batch");
    for (const std::string answer : {"[]", "7", "true"}) {
        CHECK(refused_envelope(R"({"absent":"b","answer":)" + answer + "}") ==
              "\"answer\" is not an object or a text");
    }
    CHECK(refused_envelope(R"({"absent":"b","precedence":"observed"})") ==
          "the absence has a key that is not known: \"precedence\"");
    CHECK_FALSE(open_envelope(R"({"absent":"b","id":"b"})"));
}

TEST_CASE("a line of a dumped log may be an absence") {
    std::string line = log_line;
    const Envelope envelope = opened(line.replace(line.find("stale"), 5, "absent"));
    CHECK(envelope.absent == "batch_\"x\"");
    REQUIRE(envelope.entry);
    CHECK(envelope.entry->is_absence());
    CHECK(envelope.body == R"({"id": "a\u0041"})");
}

TEST_CASE("a batch and what is not JSON are no envelopes") {
    for (const std::string record :
         {R"({"id":"a","object":"batch","batch":{}})", R"({"id":"a","object":"batch","seq":1,"body":"x"})",
          "{}", R"({"id":"a","status":"failed","seq":1,"body":""})", R"({"batch":{},})", R"({"batch":)", "[]",
          "", "7"}) {
        CHECK_FALSE(open_envelope(record));
    }
}
