#include "repository/conditions/of_query.hpp"

#include "model/excerpt.hpp"
#include "model/spelling.hpp"
#include "repository/conditions/fields.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

using Kind = Condition::Kind;

// What one statement of a database can hold, with room to spare. Levels are what a parser of SQL piles up.
constexpr int most_levels = 64;
constexpr std::size_t most_tests = 500;
constexpr std::size_t most_values = 2'000;

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorKind::invalid, what);
}

bool is_text(const FieldValue& value) {
    return std::holds_alternative<std::string>(value);
}

/// Brings a condition that an app may have put together into the form of the store, and refuses what makes
/// no sense or is too large.
class Soundness {
public:
    /// @param denied its negation is wanted
    Condition sound(const Condition& condition, bool denied = false, int level = 0) {
        if (level > most_levels) refuse(fmt::format("the condition has more than {} levels", most_levels));
        if (condition.kind == Kind::test) return sound_test(condition, denied);
        if (condition.kind != Kind::negation) return joined(condition, denied, level);
        if (condition.parts.size() != 1) {
            refuse(fmt::format("a negation has one part, not {}", condition.parts.size()));
        }
        return sound(condition.parts.front(), !denied, level + 1);
    }

private:
    Condition sound_test(const Condition& said, bool denied) {
        Condition test = this->test(said);
        const bool never = test.comparison == Operator::equal && test.values.empty();
        if (never) return {.kind = denied ? Kind::all : Kind::any};
        if (!denied) return test;
        Condition negation{.kind = Kind::negation};
        negation.parts.push_back(std::move(test));
        return negation;
    }

    Condition joined(const Condition& condition, bool denied, int level) {
        const bool is_all = (condition.kind == Kind::all) != denied;
        Condition whole{.kind = is_all ? Kind::all : Kind::any};
        for (const Condition& part : condition.parts) {
            Condition sound_part = sound(part, denied, level + 1);
            const bool decides =
                sound_part.parts.empty() && sound_part.kind == (is_all ? Kind::any : Kind::all);
            if (decides) return sound_part;
            if (sound_part.kind == whole.kind) {
                std::ranges::move(sound_part.parts, std::back_inserter(whole.parts));
            } else {
                whole.parts.push_back(std::move(sound_part));
            }
        }
        if (whole.parts.size() != 1) return whole;
        Condition only = std::move(whole.parts.front());
        return only;
    }

    Condition test(const Condition& said) {
        const ConditionField* field = find_field(said.field);
        if (field == nullptr) refuse(fmt::format("there is no field '{}' to test", excerpt(said.field, 40)));
        if (++tests_ > most_tests) refuse(fmt::format("the query has more than {} tests", most_tests));
        Condition test{.kind = Kind::test};
        test.field = field->name;
        if (field->name == metadata_field) test.key = said.key;
        test.comparison = said.comparison;
        if (said.comparison != Operator::is_set) test.values = values(said, *field);
        return test;
    }

    std::vector<FieldValue> values(const Condition& said, const ConditionField& field) {
        const bool is_list = said.comparison == Operator::equal;
        const bool text = field.type == FieldType::text;
        if (field.type == FieldType::presence) refuse(fmt::format("{} cannot be compared", field.name));
        const bool is_part = said.comparison == Operator::contains;
        if (is_part && !text) refuse(fmt::format("{} is no text and has no parts", field.name));
        if (text && !is_list && !is_part) refuse(fmt::format("{} is a text and has no order", field.name));
        if (!is_list && said.values.size() != 1) {
            refuse(fmt::format("{} is compared with {} values where one is needed", field.name,
                               said.values.size()));
        }
        values_ += said.values.size();
        if (values_ > most_values) {
            refuse(fmt::format("the query compares with more than {} values; ask in parts", most_values));
        }
        std::vector<FieldValue> values = said.values;
        for (FieldValue& value : values) {
            if (is_text(value) != text) {
                refuse(fmt::format("{} is compared with {}", field.name, text ? "a number" : "a text"));
            }
            if (!text) continue;
            auto& word = std::get<std::string>(value);
            word = is_part ? in_small_letters(std::move(word)) : normal_value(field.name, std::move(word));
        }
        std::ranges::sort(values);
        values.erase(std::unique(values.begin(), values.end()), values.end());
        return values;
    }

    std::size_t tests_ = 0;
    std::size_t values_ = 0;
};

/// The members of a query as tests.
class Tests {
public:
    void any_of(std::string_view field, const std::vector<std::string>& values) {
        if (values.empty()) return;
        add(field, Operator::equal).values.assign(values.begin(), values.end());
    }

    void pair(const MetadataPair& pair) {
        Condition& test = add(metadata_field, pair.value ? Operator::equal : Operator::is_set);
        test.key = pair.key;
        if (pair.value) test.values.emplace_back(*pair.value);
    }

    void range(std::string_view field, const std::optional<std::int64_t>& from,
               const std::optional<std::int64_t>& to) {
        if (from && to && *from > *to) refuse(fmt::format("the range of {} ends before it begins", field));
        if (from) add(field, Operator::greater_equal).values.emplace_back(*from);
        if (to) add(field, Operator::less).values.emplace_back(*to);
    }

    Condition& add(std::string_view field, Operator comparison) {
        return all.parts.emplace_back(
            Condition{.kind = Kind::test, .field = std::string(field), .comparison = comparison});
    }

    Condition all{};
};

/// Whether only batches with errors can satisfy it.
bool is_of_errors(const Condition& condition) {
    if (condition.kind == Kind::all) return std::ranges::any_of(condition.parts, is_of_errors);
    if (condition.kind == Kind::any) {
        return !condition.parts.empty() && std::ranges::all_of(condition.parts, is_of_errors);
    }
    return condition.kind == Kind::test && (condition.field == "error" || condition.field == "errors" ||
                                            condition.field.starts_with("error."));
}

/// Whether a test is of what is most of all indexed: that there are errors, or that one has a code.
bool finds_errors(const Condition& test) {
    return test.field == "errors" || (test.field == "error.code" && test.comparison != Operator::contains);
}

/// Says that there are errors where that follows from what is asked of them: batches that have some are
/// indexed, and what these say is not.
void say_what_follows(Condition& all) {
    const bool wanted = std::ranges::any_of(
        all.parts, [](const Condition& part) { return is_of_errors(part) && !finds_errors(part); });
    const bool is_said = std::ranges::any_of(
        all.parts, [](const Condition& part) { return is_of_errors(part) && part.field == "errors"; });
    if (!wanted || is_said) return;
    all.parts.push_back({.kind = Kind::test, .field = "errors", .comparison = Operator::is_set});
}

}  // namespace

std::string_view to_string(Sort sort) {
    constexpr std::array<std::string_view, 6> words{"created",   "ended",   "expires",
                                                    "last_seen", "changed", "id"};
    return words[static_cast<std::size_t>(sort)];
}

Sort parse_sort(std::string_view text) {
    for (const Sort sort :
         {Sort::created, Sort::ended, Sort::expires, Sort::last_seen, Sort::changed, Sort::id}) {
        if (to_string(sort) == text) return sort;
    }
    refuse(
        fmt::format("'{}' is not one of created, ended, expires, last_seen, changed, id", excerpt(text, 40)));
}

Condition condition_of(const Query& query) {
    Tests tests;
    tests.any_of("id", query.id);
    tests.any_of("input_file_id", query.input_file_id);
    tests.any_of("output_file_id", query.output_file_id);
    tests.any_of("error_file_id", query.error_file_id);
    for (const MetadataPair& pair : query.metadata) tests.pair(pair);
    tests.any_of("error.code", query.error_code);
    tests.any_of("status", query.status);
    tests.any_of("phase", query.phase);
    tests.any_of("endpoint", query.endpoint);
    tests.any_of("model", query.model);
    tests.any_of("source", query.source);
    if (query.with_failures) tests.add("request_counts.failed", Operator::greater).values.emplace_back(0);
    if (query.with_errors) tests.add("errors", Operator::is_set);
    if (query.absent) tests.add("absent_since_us", Operator::is_set);
    tests.range("created_at", query.created_from, query.created_to);
    tests.range("ended_at", query.ended_from, query.ended_to);
    tests.range("expires_at", query.expires_from, query.expires_to);
    tests.range("last_seen_at_us", query.last_seen_from_us, query.last_seen_to_us);
    tests.range("changed_at_us", query.changed_from_us, query.changed_to_us);
    if (query.where) tests.all.parts.push_back(*query.where);
    Condition condition = Soundness().sound(tests.all);
    if (condition.kind != Kind::all) {
        Condition only = std::exchange(condition, Condition());
        condition.parts.push_back(std::move(only));
    }
    say_what_follows(condition);
    return condition;
}

bool tests_field(const Condition& condition, std::string_view field) {
    return condition.field == field || std::ranges::any_of(condition.parts, [&](const Condition& part) {
               return tests_field(part, field);
           });
}

}  // namespace batchstore
