#include "transfer/refusal.hpp"

#include "catch.hpp"

#include <string>

using batchstore::explained_object;
using batchstore::explained_text;

namespace {

constexpr const char* other = "another reason";

std::string explained(const std::string& text) {
    return text.starts_with('{') ? explained_object(text, "not JSON: byte 3") : explained_text(text, other);
}

}  // namespace

TEST_CASE("what Python prints is known, and the call that prints JSON is named") {
    const std::string print =
        "what Python's print(batch) writes, not JSON; print(batch.model_dump_json()) writes JSON";
    CHECK(explained("Batch(id='batch_x', completion_window='24h', created_at=1790000000)") == print);
    CHECK(explained("2026-10-01 INFO got Batch(id='batch_x', completion_window='24h', errors=None)") ==
          print);
    CHECK(explained("SyncCursorPage[Batch](data=[Batch(id='batch_x')], has_more=False)") == print);
    CHECK(explained("LiteLLMBatch(id=\"it's\", object='batch')") == print);
    const std::string dict = "a dict as Python prints it, not JSON; print(json.dumps(batch)) writes JSON";
    CHECK(explained("{'id': 'batch_x', 'errors': None}") == dict);
    CHECK(explained("INFO {'id': 'batch_x'}") == dict);
    CHECK(explained("[{'id': 'batch_x'}]") == dict);
}

TEST_CASE("what other languages print is known") {
    const std::string node =
        "an object as Node's console.log prints it, not JSON; console.log(JSON.stringify(batch)) writes JSON";
    CHECK(explained("{\n  id: 'batch_x',\n  object: 'batch'\n}") == node);
    CHECK(explained("{ id: 'batch_x', object: 'batch' }") == node);
    CHECK(explained("info: { id: 'batch_x' }") == node);
    CHECK(explained("Batch{id=batch_x, completionWindow=24h}")
              .starts_with("what Java's toString writes, not JSON; "));
    CHECK(explained("Batch[id=batch_x, status=failed]").starts_with("what Java's toString writes"));
    CHECK(explained("{id=batch_x, object=batch}").starts_with("what Java's toString writes"));
    CHECK(explained("Batch(id=batch_x, status=failed)").starts_with("what Kotlin's println(batch) writes"));
    CHECK(explained("&{ID:batch_x Object:batch}").starts_with("a struct as Go's fmt prints it, not JSON; "));
    CHECK(explained("{ID:batch_x Object:batch}").starts_with("a struct as Go's fmt prints it"));
    CHECK(explained("&openai.Batch{ID:\"batch_x\", Object:\"batch\"}").starts_with("a struct as Go's"));
    CHECK(explained("{batch_x batch /v1/responses}").starts_with("a struct as Go's"));
    CHECK(explained("Batch { Id = batch_x, Status = failed }").starts_with("what C#'s ToString writes"));
    CHECK(explained("{\"id\"=>\"batch_x\"}").starts_with("what Ruby's inspect writes"));
    CHECK(explained("#<OpenAI::Models::Batch:0x1 id=\"batch_x\">").starts_with("what Ruby's inspect writes"));
    CHECK(explained("Batch { id: \"batch_x\" }").starts_with("what Rust's {:?} writes"));
}

TEST_CASE("other text is not taken for what a language prints") {
    for (const std::string text :
         {"hello", "<html><body class='x'>", "Error(code=1)", "f(x)", "502 Bad Gateway {nginx}",
          "body { color: red }", "[ERROR] connection (timeout=30)", ""}) {
        INFO(text);
        CHECK(explained_text(text, other) == other);
    }
    for (const std::string json :
         {"{\"a\":\"Batch(id='x')", "INFO {\"a\":\"{'id': 'x'}", "[{\"a\":\"#<Batch id=1>\"},"}) {
        CHECK(explained_text(json, other) == other);
    }
    CHECK(explained_object("{\"id\":1,}", "not JSON: byte 9") == "not JSON: byte 9");
}

TEST_CASE("text that is not UTF-8 is named with its place and the way out") {
    CHECK(explained("{\"a\":\"caf\xe9\"}") ==
          "not UTF-8: byte 10 is 0xe9; if it is Windows-1252, iconv -f WINDOWS-1252 -t UTF-8 FILE | "
          "batchstore import "
          "-");
    for (const std::string bad :
         {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xf5\x80\x80\x80", "\xf0\x80\x80\x80", "\xe2\x82"}) {
        CHECK(explained("{\"a\":\"" + bad + "\"}").starts_with("not UTF-8: byte 7 is 0x"));
    }
    CHECK(explained("{\"a\":\"x\xed\xa0\xbd\"}") ==
          "byte 8: half of a character, U+D83D, stands alone; whoever wrote it cut a text in two");
    CHECK(explained("{\"a\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\",}") == "not JSON: byte 3");
}
