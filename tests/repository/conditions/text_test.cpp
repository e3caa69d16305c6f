#include "catch.hpp"

#include <batchstore/condition.hpp>
#include <batchstore/error.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace batchstore;

extern "C" int fuzz_parse_condition(const std::uint8_t* data, std::size_t size);

namespace {

std::string text_of(const std::string& text) {
    return to_text(parse_condition(text, 1'790'856'000'000'000));
}

}  // namespace

TEST_CASE("the text of a condition says it in full") {
    const auto [text, full] = GENERATE(table<std::string, std::string>({
        {"created>=-1d", "created_at >= 2026-09-30T12:00:00Z"},
        {"last_seen < 1790812800.000250", "last_seen_at_us < 2026-10-01T00:00:00.000250Z"},
        {"last_seen < '1969-12-31 23:59:58.5Z'", "last_seen_at_us < 1969-12-31T23:59:58.500000Z"},
        {"created < 1960", "created_at < 1960-01-01T00:00:00Z"},
        {"created < @-1.5", "created_at < 1969-12-31T23:59:59Z"},
        {"status != FAILED", "not status = failed"},
        {"status not in (failed, 'a b')", "not status in (failed, \"a b\")"},
        {"error~quota", "error ~ quota"},
        {"model !~ 'a~b'", "not model ~ \"a~b\""},
        {"id ~ ''", "id ~ \"\""},
        {"id in ()", "id in ()"},
        {"id in (a)", "id = a"},
        {"has(output_file)", "has(output_file_id)"},
        {"metadata.\"a \"\"key\"\"\" = 'it''s'", "metadata.\"a \"\"key\"\"\" = \"it's\""},
        {"has(metadata.team)", "has(metadata.team)"},
        {"((id=a) or (id=b and id=c))", "id = a or id = b and id = c"},
        {"(id=a or id=b) and id=c", "(id = a or id = b) and id = c"},
        {"id=a and (id=b and id=c)", "id = a and (id = b and id = c)"},
        {"not (id=a or id=b)", "not (id = a or id = b)"},
        {"not not id=a", "not not id = a"},
    }));
    CHECK(text_of(text) == full);
    CHECK(text_of(full) == full);
}

TEST_CASE("what an app put together has a text too") {
    using Kind = Condition::Kind;
    CHECK(to_text({.kind = Kind::all}) == "not id in ()");
    CHECK(to_text({.kind = Kind::any}) == "id in ()");
    const Condition far{.kind = Kind::test,
                        .field = "last_seen_at_us",
                        .comparison = Operator::less,
                        .values = {std::int64_t{INT64_MAX}}};
    CHECK(to_text(far) == "last_seen_at_us < 9223372036854.775807");
    CHECK(to_text({.kind = Kind::all, .parts = {far}}) == to_text(far));
}

TEST_CASE("what the fuzzer begins with is read without harm") {
    int replayed = 0;
    const std::filesystem::path corpus =
        std::filesystem::path(BATCHSTORE_SOURCE_DIR) / "fuzz" / "corpus" / "parse_condition";
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        CAPTURE(entry.path());
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        CHECK(fuzz_parse_condition(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()) == 0);
        ++replayed;
    }
    CHECK(replayed >= 20);
}
