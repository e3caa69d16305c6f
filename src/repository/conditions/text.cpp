#include "repository/conditions/fields.hpp"

#include <batchstore/time.hpp>

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace batchstore {

namespace {

using Kind = Condition::Kind;

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) result.append(c == '"' ? 2 : 1, c);
    return result + "\"";
}

/// A text as it stands, or in quotation marks where it would not be one word.
std::string word(std::string_view text) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_-./:").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::ranges::all_of(text, plain) ? std::string(text) : quoted(text);
}

std::string time_text(std::int64_t microseconds) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(microseconds));
    std::string text = iso8601(seconds.count());
    const bool is_calendar_time = text.ends_with('Z');
    if (!is_calendar_time && microseconds < 0) return std::to_string(microseconds);
    if (is_calendar_time) text.pop_back();
    const std::int64_t fraction = microseconds - std::chrono::microseconds(seconds).count();
    if (fraction != 0) text += fmt::format(".{:06}", fraction);
    return is_calendar_time ? text + "Z" : text;
}

std::string value_text(FieldType type, const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return word(*text);
    const std::int64_t number = std::get<std::int64_t>(value);
    if (type == FieldType::seconds) return iso8601(number);
    return type == FieldType::microseconds ? time_text(number) : std::to_string(number);
}

std::string test_text(const Condition& test) {
    const std::string field =
        test.field == metadata_field ? fmt::format("{}.{}", test.field, word(test.key)) : test.field;
    if (test.comparison == Operator::is_set) return fmt::format("has({})", field);
    const ConditionField* known = find_field(test.field);
    std::string values;
    for (const FieldValue& value : test.values) {
        values += values.empty() ? "" : ", ";
        values += value_text(known == nullptr ? FieldType::text : known->type, value);
    }
    if (test.comparison == Operator::equal && test.values.size() != 1) {
        return fmt::format("{} in ({})", field, values);
    }
    return fmt::format("{} {} {}", field, symbol(test.comparison), values);
}

bool joins(const Condition& condition) {
    return condition.kind == Kind::any || condition.kind == Kind::all;
}

/// What alone is joined is joined with nothing.
const Condition& without_idle_joins(const Condition& condition) {
    const bool is_idle = joins(condition) && condition.parts.size() == 1;
    return is_idle ? without_idle_joins(condition.parts.front()) : condition;
}

/// A part, in parentheses where its words would join others.
std::string part_text(const Condition& said, Kind whole) {
    const Condition& part = without_idle_joins(said);
    const bool binds_closer = whole == Kind::any && part.kind == Kind::all;
    const bool stands_alone = !joins(part) || binds_closer || part.parts.empty();
    return stands_alone ? to_text(part) : fmt::format("({})", to_text(part));
}

}  // namespace

std::string to_text(const Condition& condition) {
    if (condition.kind == Kind::test) return test_text(condition);
    if (condition.kind == Kind::negation) {
        return condition.parts.empty() ? "" : "not " + part_text(condition.parts.front(), Kind::negation);
    }
    if (condition.parts.size() == 1) return to_text(condition.parts.front());
    // Without parts: what is always true, and what never is.
    if (condition.parts.empty()) return condition.kind == Kind::all ? "not id in ()" : "id in ()";
    std::string text;
    for (const Condition& part : condition.parts) {
        if (!text.empty()) text += condition.kind == Kind::all ? " and " : " or ";
        text += part_text(part, condition.kind);
    }
    return text;
}

}  // namespace batchstore
