#include "model/half_pairs.hpp"

#include "catch.hpp"
#include "model/reading_of.hpp"

#include <batchstore/changes.hpp>
#include <batchstore/json.hpp>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Pairs = std::map<std::string, std::string, std::less<>>;
using Findings = std::vector<std::string>;

}  // namespace

TEST_CASE("metadata that was cut in an emoji is kept as its JSON text") {
    const std::string text = R"({"id":"b","object":"batch","metadata":{"note":"cut \ud83d","nul":"\u0000"}})";
    const Answer answer = Answer::read(text);
    CHECK(answer.text() == text);
    CHECK(answer.batch().metadata == Pairs{{"note", R"("cut \ud83d")"}, {"nul", R"("\u0000")"}});
    CHECK(findings_with(R"("metadata":{"note":"cut \ud83d"})") == Findings{"metadata.note: broken_text"});
}

TEST_CASE("a text that no column can hold goes to extra, wherever the half stands") {
    for (const char* text : {R"("\ud83d")", R"("\ude00")", R"("a\ud83db")", R"("\ud83d\ud83d\ude00")",
                             R"("\ude00\ud83d")", R"("\ud83d\\n\"")", R"("\u0000")", R"("a\u0000\n")"}) {
        CAPTURE(text);
        const Batch batch = batch_with("\"model\":" + std::string(text) + ",\"status\":" + text);
        CHECK(batch.model == std::nullopt);
        CHECK(batch.status == std::nullopt);
        CHECK(phase_of(batch.status) == Phase::waiting);
        const std::string kept =
            std::string(text) == R"("\ud83d\ud83d\ude00")" ? "\"\\ud83d\xf0\x9f\x98\x80\"" : text;
        CHECK(batch.extra == Pairs{{"model", kept}, {"status", kept}});
        CHECK(Answer::read(to_json_text(batch)).batch() == batch);
    }
    CHECK(findings_with(R"("model":"\uD83D")") == Findings{"model: broken_text"});
}

TEST_CASE("halves in unknown fields and keys are kept as escapes") {
    const std::string members = R"("x\ud83d":{"y\ude00":["\ud83d",1]})";
    const Batch batch = batch_with(members);
    CHECK_THAT(to_json_text(batch), Catch::Matchers::EndsWith("\"metadata\":null," + members + "}"));
    CHECK(Answer::read(to_json_text(batch)).batch() == batch);
    CHECK(findings_with(R"("x\ud83d":1,"x\ud83d":2)") == Findings{"x\xef\xbf\xbd: duplicate_key"});
    CHECK(changes_between({}, batch) ==
          std::vector<FieldChange>{{"x\xef\xbf\xbd.y\xef\xbf\xbd", "null", R"(["\ud83d",1])"}});
}

TEST_CASE("a time or a count that no column can hold is not read") {
    const Batch batch = batch_with(R"("created_at":"\ud83d","request_counts":{"total":"1\u0000"})");
    CHECK(batch.extra == Pairs{{"created_at", R"("\ud83d")"}, {"request_counts", R"({"total":"1\u0000"})"}});
}

TEST_CASE("errors with a text that no column can hold are kept whole beside their rows") {
    const Batch batch =
        batch_with(R"("errors":{"object":"list","data":[{"code":"c","message":"cut \ud83d"}]})");
    CHECK(batch.errors == std::vector<BatchError>{{"c", {}, {}, {}}});
    CHECK(batch.extra == Pairs{{"errors", R"({"data":[{"code":"c","message":"cut \ud83d"}]})"}});
    CHECK(batch_with(R"("errors":["\u0000"])").extra == Pairs{{"errors", R"({"data":["\u0000"]})"}});
    CHECK(refusal_of(R"({"error":{"message":"cut \ud83d"}})") == "not a batch: \"id\" is missing");
}

TEST_CASE("what is escaped and whole is an ordinary text") {
    const Batch batch = batch_with(R"("model":"\u0001\u00e9\u20ac\uD83D\uDE00\"\\\/\b\f\n\r\t")");
    CHECK(batch.model == "\x01é€\xf0\x9f\x98\x80\"\\/\b\f\n\r\t");
    CHECK(unescape_json(R"(\u0001\u00e9\u20ac\uD83D\uDE00\"\\\/\b\f\n\r\t" behind)") == batch.model);
}

TEST_CASE("what is no escape of JSON is not unescaped") {
    for (const char* text : {R"(\x")", R"(\u12")", R"(\u12g4")", R"(\u+123")", R"(no end)", R"(\)"}) {
        CAPTURE(text);
        CHECK(unescape_json(text) == std::nullopt);
    }
}

TEST_CASE("halves are replaced in text of JSON at equal length, and pairs are not") {
    CHECK(json_without_half_pairs(R"("\ud83d","\ud83d\ude00","\\ud83d","\uDE00x")") ==
          R"("\ufffd","\ud83d\ude00","\\ud83d","\ufffdx")");
    CHECK(without_half_pairs("a\xed\xa0\xbd\xed\x95\x9c") == "a\xef\xbf\xbd\xed\x95\x9c");
}
