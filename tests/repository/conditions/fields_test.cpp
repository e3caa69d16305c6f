#include "repository/conditions/fields.hpp"

#include "catch.hpp"
#include "repository/conditions/of_query.hpp"

#include <batchstore/time.hpp>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

using namespace batchstore;

namespace {

std::string document() {
    std::ifstream file(BATCHSTORE_SOURCE_DIR "/docs/query.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const std::size_t from = text.find(begin);
    REQUIRE(from != std::string::npos);
    const std::size_t to = text.find(end, from + begin.size());
    REQUIRE(to != std::string::npos);
    return text.substr(from + begin.size(), to - from - begin.size());
}

std::string type_in_document(FieldType type) {
    if (type == FieldType::text) return "text";
    if (type == FieldType::number) return "number";
    return type == FieldType::presence ? "only `has`" : "time";
}

std::string in_code(std::string_view text) {
    return text.empty() ? "" : "`" + std::string(text) + "`";
}

}  // namespace

TEST_CASE("docs/query.md has every field as it is") {
    std::string table = "\n| field | or | type | meaning |\n|---|---|---|---|\n";
    for (const ConditionField& field : condition_fields()) {
        table += "| " + in_code(field.name) + " | " + in_code(field.alias) + " | " +
                 type_in_document(field.type) + " | " + std::string(field.meaning) + " |\n";
    }
    CHECK(between(document(), "condition_fields() -->", "<!-- end of fields -->") == table);
}

TEST_CASE("every example in docs/query.md is a condition") {
    std::istringstream lines(between(document(), "\n## Examples\n", "\n## "));
    int read = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t begin = line.find('`');
        if (begin == std::string::npos) continue;
        const std::string condition = line.substr(begin + 1, line.rfind('`') - begin - 1);
        CAPTURE(condition);
        CHECK_NOTHROW(parse_condition(condition, 1'790'856'000'000'000));
        ++read;
    }
    CHECK(read == 14);
    CHECK_NOTHROW(parse_condition(between(document(), "## Conditions\n\n", "\n\n"), 0));
}

TEST_CASE("every field is found by its name and its other word, and by no other") {
    std::set<std::string_view> words;
    for (const ConditionField& field : condition_fields()) {
        CHECK(find_field(field.name) == &field);
        CHECK(words.insert(field.name).second);
        CHECK_FALSE(field.meaning.empty());
        if (field.alias.empty()) continue;
        CHECK(find_field(field.alias) == &field);
        CHECK(words.insert(field.alias).second);
    }
    for (const char* word : {"", "STATUS", "batch_key", "phase ", "b.status", "request_counts.", "extra"}) {
        CHECK(find_field(word) == nullptr);
    }
}

TEST_CASE("a batch has a field or has it not, and every test is true or false") {
    StoredBatch batch;
    batch.id = "b";
    const std::vector<std::string> no_sources;
    for (const ConditionField& field : condition_fields()) {
        Condition has{.kind = Condition::Kind::test,
                      .field = std::string(field.name),
                      .key = "k",
                      .comparison = Operator::is_set};
        const bool always = field.name == "id" || field.name == "phase" || field.name == "revision" ||
                            field.name == "sightings" || field.name == "first_seen_at_us" ||
                            field.name == "last_seen_at_us" || field.name == "last_answered_at_us" ||
                            field.name == "changed_at_us" || field.name == "due_at_us";
        CAPTURE(field.name);
        CHECK(matches(has, batch, no_sources) == always);
        CHECK(matches({.kind = Condition::Kind::negation, .parts = {has}}, batch, no_sources) == !always);
    }
}

TEST_CASE("the values of a field are what the batch has in it") {
    using Values = std::vector<std::variant<std::int64_t, std::string>>;
    StoredBatch batch;
    batch.id = "b";
    batch.status = "expired";
    batch.expired_at = 7;
    batch.errors = {{.code = "c", .message = "m"}, {.message = "n"}};
    batch.usage = Usage{.cached_tokens = 3};
    batch.metadata = Metadata{{"team", "eval"}};
    batch.absent_since_us = 9;
    CHECK(values_of("phase", batch) == Values{"ended"});
    CHECK(values_of("ended_at", batch) == Values{7});
    CHECK(values_of("error", batch) == Values{"c", "m", "n"});
    CHECK(values_of("usage.cached_tokens", batch) == Values{3});
    CHECK(values_of("metadata", batch, "team") == Values{"eval"});
    CHECK(values_of("absent_since_us", batch) == Values{9});
    for (const char* nothing : {"metadata", "model", "source", "expired", "batch_key", ""}) {
        CHECK(values_of(nothing, batch).empty());
    }
}

TEST_CASE("that there are errors is said where it follows from what they say") {
    const auto asked = [](const char* text) {
        return to_text(condition_of({.where = parse_condition(text, 0)}));
    };
    CHECK(asked("error ~ Quota") == "error ~ quota and has(errors)");
    CHECK(asked("error ~ a or not not error_code = b") == "(error ~ a or error.code = b) and has(errors)");
    CHECK(asked("has(errors) and error_message = a") == "has(errors) and error.message = a");
    CHECK(asked("error_code ~ a") == "error.code ~ a and has(errors)");
    CHECK(asked("error_code = a") == "error.code = a");
    CHECK(asked("error !~ a") == "not error ~ a");
    CHECK(asked("error ~ a or id = b") == "error ~ a or id = b");
    CHECK(asked("id in ()") == "id in ()");
}

TEST_CASE("what a query asks for is one condition, each part of it once") {
    const Query query{.status = {"FAILED", "expired", "failed"},
                      .metadata = {{"team", "eval"}, {.key = "run"}},
                      .with_failures = true,
                      .created_from = 0,
                      .where = parse_condition("has(errors) and (id = a and not not has(usage))", 0)};
    CHECK(to_text(condition_of(query)) ==
          "metadata.team = eval and has(metadata.run) and status in (expired, failed) and "
          "request_counts.failed > 0 and created_at >= 1970-01-01T00:00:00Z and has(errors) and id = a and "
          "has(usage)");
    CHECK(to_text(condition_of({})) == "not id in ()");
}

TEST_CASE("lengths of time are read up to the longest there is") {
    CHECK(read_duration_us("45s") == 45'000'000);
    CHECK(read_duration_us("2w") == 1'209'600'000'000);
    CHECK(read_duration_us("15250284w") == 9'223'371'763'200'000'000);
    for (const char* text :
         {"", "7", "d", "7 d", "-7d", "7days", "15250285w", "999999999d", "1000000000s", "1.5h"}) {
        CAPTURE(text);
        CHECK(read_duration_us(text) == std::nullopt);
    }
}
