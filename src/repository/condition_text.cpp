#include "repository/condition_text.hpp"

#include "repository/fields.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace batchstore {

namespace {

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) result.append(c == '"' ? 2 : 1, c);
    return result + "\"";
}

bool is_plain(std::string_view text) {
    const auto plain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view("_-./:").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), plain);
}

std::string value_text(const Condition& test, const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return is_plain(*text) ? *text : quoted(*text);
    const std::int64_t number = std::get<std::int64_t>(value);
    const ConditionField* field = find_field(test.field);
    constexpr std::int64_t second_us = 1'000'000;
    return field != nullptr && field->type == FieldType::microseconds && number >= 0
               ? fmt::format("{}.{:06}", number / second_us, number % second_us)
               : std::to_string(number);
}

std::string_view symbol(Operator comparison) {
    switch (comparison) {
        case Operator::less:
            return "<";
        case Operator::less_equal:
            return "<=";
        case Operator::greater:
            return ">";
        case Operator::greater_equal:
            return ">=";
        default:
            return "=";
    }
}

std::string test_text(const Condition& test) {
    const bool is_pair = test.field == metadata_field;
    const std::string field =
        is_pair ? fmt::format("metadata.{}", is_plain(test.key) ? test.key : quoted(test.key)) : test.field;
    if (test.comparison == Operator::is_set) return fmt::format("has({})", field);
    std::string values;
    for (const FieldValue& value : test.values) {
        values += (values.empty() ? "" : ", ") + value_text(test, value);
    }
    if (test.comparison == Operator::equal && test.values.size() != 1) {
        return fmt::format("{} in ({})", field, values);
    }
    return fmt::format("{} {} {}", field, symbol(test.comparison), values);
}

}  // namespace

std::string to_text(const Condition& condition) {
    if (condition.kind == Condition::Kind::test) return test_text(condition);
    if (condition.kind == Condition::Kind::negation) return "not " + to_text(condition.parts.front());
    std::string text;
    for (const Condition& part : condition.parts) {
        if (!text.empty()) text += condition.kind == Condition::Kind::all ? " and " : " or ";
        text += to_text(part);
    }
    return "(" + text + ")";
}

}  // namespace batchstore
