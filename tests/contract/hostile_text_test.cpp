#include "catch.hpp"
#include "contract/backends.hpp"

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// What would do harm if it ever became a part of a statement.
std::vector<std::string> hostile_texts() {
    return {"'; DROP TABLE batches; --",
            "\"; DELETE FROM observations; --",
            "x' OR '1'='1",
            "x\" OR \"\"=\"",
            "1) OR 1=1 --",
            "') UNION SELECT 1, 2 --",
            "?1",
            ":id",
            "%",
            "*",
            "b.id",
            "{}",
            "{0}",
            std::string("a\0b", 3),
            "\xff\xfe",
            "\\",
            "/*",
            "NULL",
            ""};
}

/// Every member of a query that takes a text.
std::vector<std::pair<std::string, Query>> queries_with(const std::string& text) {
    std::vector<std::pair<std::string, Query>> queries;
    const auto add = [&](const std::string& name) -> Query& {
        return queries.emplace_back(name, Query{}).second;
    };
    add("status").status = {text};
    add("id").id = {text};
    add("endpoint").endpoint = {text};
    add("model").model = {text};
    add("metadata key").metadata = {{.key = text}};
    add("metadata key and value").metadata = {{.key = text, .value = text}};
    add("error_code").error_code = {text};
    add("input_file_id").input_file_id = {text};
    add("output_file_id").output_file_id = {text};
    add("error_file_id").error_file_id = {text};
    add("source").source = {text};
    for (const ConditionField& field : condition_fields()) {
        if (field.type != FieldType::text || field.name == "phase") continue;
        Condition test{.kind = Condition::Kind::test, .field = std::string(field.name), .key = text};
        test.values = {text, "other"};
        add(std::string("where ") + test.field).where = test;
        Condition negation{.kind = Condition::Kind::negation, .parts = {test}};
        add("where not " + test.field).where = negation;
        test.comparison = Operator::contains;
        test.values = {text + "'--"};
        add("where " + test.field + " ~").where = test;
    }
    return queries;
}

bool is_negation(const Query& query) {
    return query.where && query.where->kind == Condition::Kind::negation;
}

}  // namespace

TEST_CASE("no text in a query is ever a part of a statement", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(1));
    const Head head = store->head();
    for (const std::string& text : hostile_texts()) {
        for (const auto& [name, query] : queries_with(text)) {
            CAPTURE(text, name);
            const std::size_t matching = is_negation(query) ? 1 : 0;
            CHECK(store->find(query).batches.size() == matching);
            CHECK(store->count(query) == static_cast<std::int64_t>(matching));
            CHECK_FALSE(store->store().explain(query).steps.empty());
        }
        CHECK(store->get(text) == std::nullopt);
        CHECK_THROWS_AS(store->find({.phase = {text}}), Error);
        CHECK_THROWS_AS(store->find({.after = text + "x"}), Error);
    }
    CHECK(store->head() == head);
    CHECK(store->count() == 1);
    CHECK(store->store().verify().ok());
}

TEST_CASE("hostile text is found by what it says", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (const std::string& text : hostile_texts()) {
        if (text.empty() || text.front() == '\xff' || text.find('\0') != std::string::npos) continue;
        Batch batch{.id = text, .model = text};
        batch.metadata = Metadata{{text, text}};
        store->refresh(batch, {.observed_at_us = 1, .source = text});
        CAPTURE(text);
        for (const auto& query : {Query{.id = {text}}, Query{.model = {text}}, Query{.source = {text}},
                                  Query{.metadata = {{text, text}}}, Query{.metadata = {{.key = text}}}}) {
            const Page page = store->find(query);
            REQUIRE(page.batches.size() == 1);
            CHECK(page.batches.front().id == text);
            CHECK(store->count(query) == 1);
        }
    }
}

TEST_CASE("an app's condition that makes no sense is refused", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto refusal = [&](const Condition& where) {
        try {
            store->find({.where = where});
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::invalid);
            return std::string(error.what());
        }
        return std::string("no refusal");
    };
    const auto test = [](std::string field, Operator comparison,
                         std::vector<std::variant<std::int64_t, std::string>> values) {
        return Condition{.kind = Condition::Kind::test,
                         .field = std::move(field),
                         .comparison = comparison,
                         .values = std::move(values)};
    };
    using enum Operator;
    CHECK(refusal(test("1=1; --", equal, {"x"})) == "there is no field '1=1; --' to test");
    CHECK(refusal(test("status", less, {"x"})) == "status is a text and has no order");
    CHECK(refusal(test("status", equal, {1})) == "status is compared with a number");
    CHECK(refusal(test("created", equal, {"x"})) == "created_at is compared with a text");
    CHECK(refusal(test("created", less, {})) == "created_at is compared with 0 values where one is needed");
    CHECK(refusal(test("created", less, {1, 2})) ==
          "created_at is compared with 2 values where one is needed");
    CHECK(refusal(test("errors", equal, {1})) == "errors cannot be compared");
    CHECK(refusal(test("created", contains, {"x"})) == "created_at is no text and has no parts");
    CHECK(refusal(test("status", contains, {1})) == "status is compared with a number");
    CHECK(refusal(test("status", contains, {})) == "status is compared with 0 values where one is needed");
    CHECK(refusal(test("errors", contains, {"x"})) == "errors cannot be compared");
    CHECK(refusal({.kind = Condition::Kind::negation}) == "a negation has one part, not 0");
    CHECK(refusal(test("has(status)", is_set, {})) == "there is no field 'has(status)' to test");
    CHECK(refusal(test("status", is_set, {"ignored"})) == "no refusal");
    CHECK(refusal(test("status", equal, {})) == "no refusal");
}

TEST_CASE("a query may be large, and is refused when it is too large", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer());
    std::vector<std::string> ids(2'000);
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = std::to_string(i);
    ids.back() = "b";
    CHECK(store->find({.id = ids}).batches.size() == 1);
    CHECK(store
              ->find({.status = {"a", "b", "c", "d", "e", "f", "g"},
                      .where = Condition{.kind = Condition::Kind::negation,
                                         .parts = {{.kind = Condition::Kind::test,
                                                    .field = "completion_window",
                                                    .values = {ids.begin(), ids.begin() + 1'990}}}}})
              .batches.empty());
    ids.emplace_back("one more");
    CHECK_THROWS_WITH(store->find({.id = ids}),
                      "the query compares with more than 2000 values; ask in parts");
    std::vector<MetadataPair> pairs(500, {.key = "k"});
    CHECK(store->find({.metadata = pairs}).batches.empty());
    pairs.push_back({.key = "k"});
    CHECK_THROWS_WITH(store->find({.metadata = pairs}), "the query has more than 500 tests");
}

TEST_CASE("a condition may be as deep as the language allows, however it is built", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer());
    const auto count = [&](const std::string& before, const std::string& after, int levels, bool with_and) {
        std::string text = "status = completed or has(metadata.k)";
        for (int level = 0; level < levels; ++level) {
            const std::string word = level % 2 == 0 || with_and ? " and " : " or ";
            text = before + word + "(" + text + ")" + word + after;
        }
        return store->count({.where = parse_condition(text, 0)});
    };
    CHECK(count("has(id)", "has(id)", 29, false) == 1);
    CHECK(count("not has(errors)", "not (id = a and not id = b)", 27, false) == 1);
    CHECK(count("id = a or id = b", "id = b or has(status)", 29, true) == 1);
}

TEST_CASE("an app's condition may have 64 levels", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer());
    const Condition has_id{.kind = Condition::Kind::test, .field = "id", .comparison = Operator::is_set};
    const auto deepened = [&](Condition condition, int level) {
        const auto kind = level % 2 == 0 ? Condition::Kind::all : Condition::Kind::any;
        return Condition{.kind = kind, .parts = {has_id, std::move(condition), has_id}};
    };
    Condition deep{.kind = Condition::Kind::test, .field = "source", .values = {"x"}};
    for (int level = 0; level < 63; ++level) deep = deepened(std::move(deep), level);
    CHECK(store->count({.where = deep}) == 1);
    CHECK(store->find({.status = {"completed", "failed"}, .where = deep, .sort = Sort::last_seen})
              .batches.size() == 1);
    CHECK_THROWS_WITH(store->find({.where = deepened(deep, 0)}), "the condition has more than 64 levels");
    Condition negation = has_id;
    for (int level = 0; level < 62; ++level)
        negation = {.kind = Condition::Kind::negation, .parts = {negation}};
    CHECK(store->find({.where = negation}).batches.size() == 1);
}

TEST_CASE("what can never be true finds nothing", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(answer(R"("status":"failed","errors":{"data":[{"code":"c"}]})"));
    for (const char* never :
         {"id in ()", "has(id) and (status in () or model in ())", "not (has(id) or id not in ())"}) {
        const Query query{.with_errors = true, .where = parse_condition(never, 0)};
        CAPTURE(never);
        CHECK(store->find(query).batches.empty());
        CHECK(store->count(query) == 0);
        CHECK(store->store().explain(query).caution.empty());
    }
    CHECK(store->count({.where = parse_condition("id not in () or status in ()", 0)}) == 1);
    CHECK(store->count({.where = Condition{.kind = Condition::Kind::any}}) == 0);
    CHECK(store->count({.where = Condition{.kind = Condition::Kind::all}}) == 1);
}

TEST_CASE("a condition may be a bush", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer());
    const std::function<std::string(int, bool)> bush = [&](int levels, bool all) -> std::string {
        if (levels == 0) return "has(metadata.k)";
        const std::string half = "(" + bush(levels - 1, !all) + ")";
        return half + (all ? " and " : " or ") + half;
    };
    const Condition where = parse_condition(bush(7, true), 0);
    CHECK(store->count({.where = where}) == 0);
    CHECK(store->find({.where = Condition{.kind = Condition::Kind::negation, .parts = {where}}})
              .batches.size() == 1);
}
