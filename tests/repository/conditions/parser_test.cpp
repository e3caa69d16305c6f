#include "catch.hpp"

#include <batchstore/condition.hpp>
#include <batchstore/error.hpp>

#include <string>
#include <utility>

using namespace batchstore;

namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_us = 86'400 * second_us;
constexpr std::int64_t noon_us = 1'790'856'000 * second_us;  // 2026-10-01T12:00:00Z

Condition parsed(const std::string& text) {
    return parse_condition(text, noon_us);
}

std::string parse_refusal(const std::string& text) {
    try {
        return "no refusal: " + to_text(parsed(text));
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::invalid);
        return error.what();
    }
}

Condition test_of(std::string field, Operator comparison,
                  std::vector<std::variant<std::int64_t, std::string>> values = {}, std::string key = "") {
    return {.kind = Condition::Kind::test,
            .field = std::move(field),
            .key = std::move(key),
            .comparison = comparison,
            .values = std::move(values)};
}

Condition joined(Condition::Kind kind, std::vector<Condition> parts) {
    return {.kind = kind, .parts = std::move(parts)};
}

Condition negated(Condition part) {
    return joined(Condition::Kind::negation, {std::move(part)});
}

std::string repeated(int count, const std::string& text) {
    std::string whole;
    for (int i = 0; i < count; ++i) {
        whole += text;
    }
    return whole;
}

}  // namespace

TEST_CASE("every operator is read") {
    using enum Operator;
    CHECK(parsed("status = failed") == test_of("status", equal, {"failed"}));
    CHECK(parsed("status != failed") == negated(test_of("status", equal, {"failed"})));
    CHECK(parsed("counts.failed < 1") == test_of("request_counts.failed", less, {1}));
    CHECK(parsed("counts.failed <= -1") == test_of("request_counts.failed", less_equal, {-1}));
    CHECK(parsed("counts.failed > 1") == test_of("request_counts.failed", greater, {1}));
    CHECK(parsed("counts.failed>=1") == test_of("request_counts.failed", greater_equal, {1}));
    CHECK(parsed("counts.total in (1, 2)") == test_of("request_counts.total", equal, {1, 2}));
    CHECK(parsed("status not in (failed)") == negated(test_of("status", equal, {"failed"})));
    CHECK(parsed("status in ()") == test_of("status", equal));
    CHECK(parsed("error ~ Quota") == test_of("error", contains, {"Quota"}));
    CHECK(parsed("model!~'mini'") == negated(test_of("model", contains, {"mini"})));
    CHECK(parsed("has(errors)") == test_of("errors", is_set));
    CHECK(parsed("has ( output_file )") == test_of("output_file_id", is_set));
}

TEST_CASE("not binds closest, then and, then or") {
    using enum Condition::Kind;
    const Condition a = test_of("id", Operator::equal, {"a"});
    const Condition b = test_of("id", Operator::equal, {"b"});
    const Condition c = test_of("id", Operator::equal, {"c"});
    CHECK(parsed("id=a or id=b and id=c") == joined(any, {a, joined(all, {b, c})}));
    CHECK(parsed("(id=a or id=b) and id=c") == joined(all, {joined(any, {a, b}), c}));
    CHECK(parsed("not id=a and id=b") == joined(all, {negated(a), b}));
    CHECK(parsed("not (id=a and id=b)") == negated(joined(all, {a, b})));
    CHECK(parsed("not not id=a") == negated(negated(a)));
    CHECK(parsed("((id=a))") == a);
    CHECK(parsed("id=a AND id=b Or NOT HAS(id)") ==
          joined(any, {joined(all, {a, b}), negated(test_of("id", Operator::is_set))}));
}

TEST_CASE("texts stand as they are, or in quotation marks") {
    const auto id = [](const std::string& value) { return test_of("id", Operator::equal, {value}); };
    CHECK(parsed("id = batch-1_x.y/z:ü") == id("batch-1_x.y/z:ü"));
    CHECK(parsed("id = \"a b\"") == id("a b"));
    CHECK(parsed("id = 'a \"b\" (c)'") == id("a \"b\" (c)"));
    CHECK(parsed("id = 'it''s'") == id("it's"));
    CHECK(parsed("id = \"say \"\"hi\"\"\"") == id("say \"hi\""));
    CHECK(parsed("id = ''") == id(""));
    CHECK(parsed("id = and") == id("and"));
    CHECK(parsed("id in (or, 'not', in)") == test_of("id", Operator::equal, {"or", "not", "in"}));
    CHECK(parsed("id=a\tand\r\nid=a") == joined(Condition::Kind::all, {id("a"), id("a")}));
    CHECK(parsed(std::string("id = 'a\0b'", 10)) == id(std::string("a\0b", 3)));
}

TEST_CASE("a pair of metadata is named by its key, in quotation marks if it is unusual") {
    const auto pair = [](const std::string& key) { return test_of("metadata", Operator::equal, {"x"}, key); };
    CHECK(parsed("metadata.team = x") == pair("team"));
    CHECK(parsed("metadata.a.b-c/d = x") == pair("a.b-c/d"));
    CHECK(parsed("metadata.\"any key\" = x") == pair("any key"));
    CHECK(parsed("metadata.'it''s \"it\"' = x") == pair("it's \"it\""));
    CHECK(parsed("metadata.\"\" = x") == pair(""));
    CHECK(parsed("has(metadata.\"a)b\")") == test_of("metadata", Operator::is_set, {}, "a)b"));
}

TEST_CASE("a part of a text is taken literally, and of no normal form") {
    const auto in = [](std::string field, const std::string& part, std::string key = "") {
        return test_of(std::move(field), Operator::contains, {part}, std::move(key));
    };
    CHECK(parsed("error_message ~ '100% of_it\\'") == in("error.message", "100% of_it\\"));
    CHECK(parsed("error_code ~ json") == in("error.code", "json"));
    CHECK(parsed("metadata.team~ev") == in("metadata", "ev", "team"));
    CHECK(parsed("status ~ Canceled") == in("status", "Canceled"));
    CHECK(parsed("phase ~ ing") == in("phase", "ing"));
    CHECK(parsed("id ~ ''") == in("id", ""));
    CHECK(parsed("model = '~x'") == test_of("model", Operator::equal, {"~x"}));
    CHECK(parsed("not id ~ a and id ~ b") ==
          joined(Condition::Kind::all, {negated(in("id", "a")), in("id", "b")}));
}

TEST_CASE("a status is brought into normal form, any other text is not") {
    CHECK(parsed("status = FAILED") == parsed("status = failed"));
    CHECK(parsed("status in (Canceled, canceling)") == parsed("status in (cancelled, cancelling)"));
    CHECK(parsed("model = GPT-4o") == test_of("model", Operator::equal, {"GPT-4o"}));
}

TEST_CASE("times are absolute or an age, in the unit of the field") {
    constexpr std::int64_t october = 1'790'812'800;
    const auto from = [](const std::string& time) {
        return std::get<std::int64_t>(parsed("created >= " + time).values.front());
    };
    CHECK(from("1790812800") == october);
    CHECK(from("2026-10-01") == october);
    CHECK(from("2026-10-01T00:00:00Z") == october);
    CHECK(from("'2026-10-01 02:00:00+02:00'") == october);
    CHECK(from("-12h") == october);
    CHECK(from("-720m") == october);
    CHECK(from("-43200s") == october);
    CHECK(from("-1d") == october - 43'200);
    CHECK(from("-1w") == (noon_us - 7 * day_us) / 1'000'000);
    CHECK(parsed("last_seen < -1d") == test_of("last_seen_at_us", Operator::less, {noon_us - day_us}));
    CHECK(parsed("first_seen = 1790812800.25") ==
          test_of("first_seen_at_us", Operator::equal, {october * second_us + 250'000}));
}

TEST_CASE("a boundary between two seconds divides the same seconds") {
    const auto bound = [](const std::string& text) {
        return std::get<std::int64_t>(parsed(text).values.front());
    };
    CHECK(bound("created < @100.5") == 101);
    CHECK(bound("created >= @100.5") == 101);
    CHECK(bound("created <= @100.5") == 100);
    CHECK(bound("created > @100.5") == 100);
    CHECK(parse_refusal("created = @100.5") ==
          "position 11: created_at has whole seconds, and '@100.5' is between two; use < or >=");
    CHECK(
        parse_refusal("created in (@100, @100.5)").starts_with("position 19: created_at has whole seconds"));
}

TEST_CASE("a text that is no condition is refused where it goes wrong") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"", "position 1: a condition is expected"},
        {"  \n", "position 4: a condition is expected"},
        {"status", "position 7: =, !=, ~, <, <=, >, >= or in is expected"},
        {"status failed", "position 8: =, !=, ~, <, <=, >, >= or in is expected, not 'failed'"},
        {"status =", "position 9: a value is expected"},
        {"status = = failed", "position 10: a value is expected, not '='"},
        {"status = failed expired", "position 17: 'and', 'or' or the end is expected, not 'expired'"},
        {"status = failed and", "position 20: a field such as status or created is expected"},
        {"status = failed)", "position 16: 'and', 'or' or the end is expected, not ')'"},
        {"(status = failed", "position 17: ')', 'and' or 'or' is expected"},
        {"= failed", "position 1: a field such as status or created is expected, not '='"},
        {"'status' = failed", "position 1: a field such as status or created is expected, not 'status'"},
        {"status ! failed", "position 8: '!' alone means nothing; say !=, !~ or not"},
        {"model ~", "position 8: a value is expected"},
        {"model ~ ~x", "position 9: a value is expected, not '~'"},
        {"model = ~x", "position 9: a value is expected, not '~'"},
        {"model not ~ x", "position 11: 'in' is expected, not '~'"},
        {"status in failed", "position 11: '(' and values is expected, not 'failed'"},
        {"status in (failed", "position 18: ',' or ')' is expected"},
        {"status in (failed,)", "position 19: a value is expected, not ')'"},
        {"status in (failed expired)", "position 19: ',' or ')' is expected, not 'expired'"},
        {"status not failed", "position 12: 'in' is expected, not 'failed'"},
        {"has status", "position 5: '(' and a field is expected, not 'status'"},
        {"has(status", "position 11: ')' is expected"},
        {"has()", "position 5: a field such as status or created is expected, not ')'"},
        {"status = 'failed", "position 10: the quotation that begins here does not end; close it with '"},
        {"status = \"fai\"\"led",
         "position 10: the quotation that begins here does not end; close it with \""},
        {"model = 'müü' x", "position 15: 'and', 'or' or the end is expected, not 'x'"},
    }));
    CHECK(parse_refusal(text) == message);
}

TEST_CASE("a field that there is not is refused, with the one that may be meant") {
    CHECK(parse_refusal("statsu = failed") == "position 1: there is no field 'statsu'; did you mean status?");
    CHECK(parse_refusal("creatd > -1d") == "position 1: there is no field 'creatd'; did you mean created?");
    CHECK(parse_refusal("has(outputfile)") ==
          "position 5: there is no field 'outputfile'; did you mean output_file?");
    CHECK(parse_refusal("counts.faild > 0") ==
          "position 1: there is no field 'counts.faild'; did you mean counts.failed?");
    CHECK(parse_refusal("x = 1") == "position 1: there is no field 'x'");
    CHECK(parse_refusal("Status = failed") == "position 1: there is no field 'Status'; did you mean status?");
    CHECK(parse_refusal("metadata = x") == "position 1: metadata needs a key: metadata.KEY");
    CHECK(parse_refusal("metadata. = x") ==
          "position 1: a key is expected behind metadata. (in quotation marks if it is unusual)");
    CHECK(parse_refusal("metadata. \"a b\" = x").starts_with("position 1: a key is expected"));
}

TEST_CASE("a value that the field cannot have is refused") {
    const auto [text, message] = GENERATE(table<std::string, std::string>({
        {"status > failed", "position 8: status is a text; compare it with =, !=, ~ or in"},
        {"created ~ 2026", "position 9: created_at is no text; compare it with =, !=, <, <=, >, >= or in"},
        {"counts.failed !~ 1",
         "position 15: request_counts.failed is no text; compare it with =, !=, <, <=, >, >= or in"},
        {"errors ~ quota", "position 1: errors cannot be compared; say has(errors)"},
        {"errors = 1", "position 1: errors cannot be compared; say has(errors)"},
        {"counts > 1", "position 1: counts cannot be compared; say has(counts)"},
        {"revision = two",
         "position 12: revision is compared with a whole number of at most 64 bits, not 'two'"},
        {"revision = 1.5",
         "position 12: revision is compared with a whole number of at most 64 bits, not '1.5'"},
        {"revision = 9223372036854775808",
         "position 12: revision is compared with a whole number of at most 64 bits, not "
         "'9223372036854775808'"},
        {"phase = done",
         "position 9: there is no phase 'done'; phases are waiting, running, finalizing, cancelling, ended"},
        {"created > 20260930", "position 11: '20260930' is not a time (did you mean 2026-09-30?)"},
        {"created > 2026-02-30",
         "position 11: '2026-02-30' is not a time (2026, 2026-10, 2026-10-01, 2026-10-01T09:30Z, now, "
         "today, yesterday, -7d, -12h, -30m or Unix seconds)"},
    }));
    CHECK(parse_refusal(text) == message);
}

TEST_CASE("an age that is longer than any is no time") {
    CHECK(parse_refusal("created > -999999999w").starts_with("position 11: '-999999999w' is not a time"));
    CHECK(parse_refusal("created > -999999999d").starts_with("position 11: '-999999999d' is not a time"));
    CHECK(parse_refusal("created > -1000000000s").starts_with("position 11: '-1000000000s' is not a time"));
}

TEST_CASE("what is too long, too deep or too much is refused") {
    CHECK(parse_refusal("id = " + repeated(10'000, "x")) ==
          "position 8193: a condition has at most 8192 bytes");
    CHECK(
        parse_refusal("id = " + repeated(5'000, "ü")).starts_with("position 4100: a condition has at most"));
    CHECK(parse_refusal(repeated(1'000, "(") + "id = x" + repeated(1'000, ")")) ==
          "position 31: more than 30 levels of 'not' and parentheses");
    CHECK(parse_refusal(repeated(1'000, "not ") + "id = x") ==
          "position 121: more than 30 levels of 'not' and parentheses");
    CHECK(parse_refusal("id=x" + repeated(200, " or id=x")) == "position 1601: more than 200 tests");
    CHECK(parsed(repeated(29, "(") + "id = x" + repeated(29, ")")) == parsed("id = x"));
    CHECK(parsed("id=x" + repeated(199, " or id=x")).parts.size() == 200);
    CHECK(std::get<std::string>(parsed("id = " + repeated(8'187, "x")).values[0]).size() == 8'187);
}

TEST_CASE("a refusal quotes one short line") {
    const std::string message = parse_refusal("id = x '" + repeated(3, "line\n") + repeated(100, "ü") + "'");
    CHECK(message.starts_with("position 8: 'and', 'or' or the end is expected, not 'line line line üü"));
    CHECK(message.ends_with("ü…'"));
    CHECK(message.size() < 140);
}
