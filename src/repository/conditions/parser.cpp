#include "repository/conditions/fields.hpp"
#include "repository/conditions/tokens.hpp"

#include <batchstore/error.hpp>
#include <batchstore/time.hpp>

#include <charconv>
#include <chrono>
#include <utility>

#include <fmt/format.h>

/// A parser by recursive descent for the language of docs/query.md:
///
///     condition   := conjunction { "or" conjunction }
///     conjunction := factor { "and" factor }
///     factor      := "not" factor | "(" condition ")" | "has" "(" field ")" | field test
///     test        := ( "=" | "!=" | "~" | "!~" | "<" | "<=" | ">" | ">=" ) value
///                  | [ "not" ] "in" "(" [ value { "," value } ] ")"
namespace batchstore {

namespace {

constexpr int most_typed_tests = 200;
constexpr int most_typed_levels = 30;

Condition negated(Condition condition) {
    Condition negation{.kind = Condition::Kind::negation};
    negation.parts.push_back(std::move(condition));
    return negation;
}

class Parser {
public:
    Parser(std::string_view text, std::int64_t now_us) : tokens_(text), now_us_(now_us) {}

    Condition parse() {
        if (tokens_.at_end()) tokens_.expected("a condition");
        Condition condition = any(0);
        if (!tokens_.at_end()) tokens_.expected("'and', 'or' or the end");
        return condition;
    }

private:
    Condition any(int level) {
        return joined(Condition::Kind::any, "or", [&] { return all(level); });
    }

    Condition all(int level) {
        return joined(Condition::Kind::all, "and", [&] { return factor(level); });
    }

    template <class Part>
    Condition joined(Condition::Kind kind, std::string_view keyword, const Part& part) {
        Condition first = part();
        if (!tokens_.next_is_keyword(keyword)) return first;
        Condition whole{.kind = kind};
        whole.parts.push_back(std::move(first));
        while (tokens_.take_keyword(keyword)) whole.parts.push_back(part());
        return whole;
    }

    Condition factor(int level) {
        if (level == most_typed_levels) {
            tokens_.refuse(tokens_.next().at,
                           fmt::format("more than {} levels of 'not' and parentheses", most_typed_levels));
        }
        if (tokens_.take_keyword("not")) return negated(factor(level + 1));
        if (tokens_.take_symbol("(")) {
            Condition inner = any(level + 1);
            if (!tokens_.take_symbol(")")) tokens_.expected("')', 'and' or 'or'");
            return inner;
        }
        if (++tests_ > most_typed_tests) {
            tokens_.refuse(tokens_.next().at, fmt::format("more than {} tests", most_typed_tests));
        }
        return tokens_.take_keyword("has") ? has() : test();
    }

    Condition has() {
        if (!tokens_.take_symbol("(")) tokens_.expected("'(' and a field");
        Condition test = test_of_field().first;
        test.comparison = Operator::is_set;
        if (!tokens_.take_symbol(")")) tokens_.expected("')'");
        return test;
    }

    Condition test() {
        const Token name = tokens_.next();
        auto [test, field] = test_of_field();
        if (field->type == FieldType::presence) {
            tokens_.refuse(name.at, fmt::format("{} cannot be compared; say has({})", name.text, name.text));
        }
        const bool unequal = tokens_.take_symbol("!=");
        if (unequal || tokens_.take_symbol("=")) {
            test.values.push_back(value(*field, Operator::equal));
            return unequal ? negated(std::move(test)) : std::move(test);
        }
        if (tokens_.next_is_symbol("~") || tokens_.next_is_symbol("!~")) {
            return part_of_text(std::move(test), *field);
        }
        const bool negation = tokens_.take_keyword("not");
        if (tokens_.take_keyword("in")) {
            test.values = list(*field);
            return negation ? negated(std::move(test)) : std::move(test);
        }
        if (negation) tokens_.expected("'in'");
        return ordered(std::move(test), *field);
    }

    /// A test of the field that is named next, to be completed.
    std::pair<Condition, const ConditionField*> test_of_field() {
        const Token name = tokens_.next();
        if (name.kind != TokenKind::word) tokens_.expected("a field such as status or created");
        tokens_.take();
        Condition test{.kind = Condition::Kind::test};
        const std::size_t dot = metadata_field.size();
        const bool is_pair = name.text.starts_with(metadata_field) && name.text.substr(dot).starts_with('.');
        if (is_pair) test.key = key_of_pair(name, name.text.substr(dot + 1));
        const ConditionField* field = find_field(is_pair ? metadata_field : std::string_view(name.text));
        if (field == nullptr) {
            const std::string_view nearest = nearest_field(name.text);
            const std::string hint = nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest);
            tokens_.refuse(name.at, fmt::format("there is no field {}{}", quoted_excerpt(name), hint));
        }
        if (field->name == metadata_field && !is_pair) {
            tokens_.refuse(name.at, "metadata needs a key: metadata.KEY");
        }
        test.field = field->name;
        return {std::move(test), field};
    }

    /// What stands behind `metadata.`
    std::string key_of_pair(const Token& name, std::string key) {
        if (!key.empty()) return key;
        if (!tokens_.quotation_touches(name)) {
            tokens_.refuse(name.at,
                           "a key is expected behind metadata. (in quotation marks if it is unusual)");
        }
        return tokens_.take().text;
    }

    Condition part_of_text(Condition test, const ConditionField& field) {
        const Token symbol = tokens_.take();
        if (field.type != FieldType::text) {
            tokens_.refuse(symbol.at, fmt::format("{} is no text; compare it with =, !=, <, <=, >, >= or in",
                                                  field.name));
        }
        test.comparison = Operator::contains;
        test.values.emplace_back(value_token().text);
        return symbol.text == "!~" ? negated(std::move(test)) : std::move(test);
    }

    Condition ordered(Condition test, const ConditionField& field) {
        constexpr std::pair<std::string_view, Operator> operators[] = {{"<", Operator::less},
                                                                       {"<=", Operator::less_equal},
                                                                       {">", Operator::greater},
                                                                       {">=", Operator::greater_equal}};
        const std::size_t at = tokens_.next().at;
        for (const auto& [symbol, comparison] : operators) {
            if (!tokens_.take_symbol(symbol)) continue;
            if (field.type == FieldType::text) {
                tokens_.refuse(at, fmt::format("{} is a text; compare it with =, !=, ~ or in", field.name));
            }
            test.comparison = comparison;
            test.values.push_back(value(field, comparison));
            return test;
        }
        tokens_.expected("=, !=, ~, <, <=, >, >= or in");
    }

    std::vector<FieldValue> list(const ConditionField& field) {
        std::vector<FieldValue> values;
        if (!tokens_.take_symbol("(")) tokens_.expected("'(' and values");
        if (tokens_.take_symbol(")")) return values;
        do {
            values.push_back(value(field, Operator::equal));
        } while (tokens_.take_symbol(","));
        if (!tokens_.take_symbol(")")) tokens_.expected("',' or ')'");
        return values;
    }

    Token value_token() {
        const TokenKind kind = tokens_.next().kind;
        if (kind != TokenKind::word && kind != TokenKind::quoted) tokens_.expected("a value");
        return tokens_.take();
    }

    FieldValue value(const ConditionField& field, Operator comparison) {
        const Token token = value_token();
        if (field.type == FieldType::number) return number(field, token);
        if (field.type != FieldType::text) return time(field, comparison, token);
        try {
            return normal_value(field.name, token.text);
        } catch (const Error& error) {
            tokens_.refuse(token.at, error.what());
        }
    }

    std::int64_t number(const ConditionField& field, const Token& token) const {
        std::int64_t number = 0;
        const char* end = token.text.data() + token.text.size();
        const auto [stopped, error] = std::from_chars(token.text.data(), end, number);
        if (error != std::errc() || stopped != end) {
            tokens_.refuse(token.at,
                           fmt::format("{} is compared with a whole number of at most 64 bits, not {}",
                                       field.name, quoted_excerpt(token)));
        }
        return number;
    }

    /// A time in the field's unit. Between two seconds lies no second: a boundary there moves up or down to
    /// the one that divides the same seconds.
    std::int64_t time(const ConditionField& field, Operator comparison, const Token& token) const {
        constexpr std::int64_t second_us = 1'000'000;
        const auto time_us = read_time_us(token.text, now_us_);
        if (!time_us) {
            tokens_.refuse(token.at, fmt::format("{} is not a time ({})", quoted_excerpt(token),
                                                 time_advice(token.text)));
        }
        if (field.type == FieldType::microseconds) return *time_us;
        const std::int64_t whole =
            std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(*time_us)).count();
        if (*time_us % second_us == 0) return whole;
        if (comparison == Operator::equal) {
            tokens_.refuse(token.at, fmt::format("{} has whole seconds, and {} is between two; use < or >=",
                                                 field.name, quoted_excerpt(token)));
        }
        return comparison == Operator::less || comparison == Operator::greater_equal ? whole + 1 : whole;
    }

    Tokens tokens_;
    std::int64_t now_us_;
    int tests_ = 0;
};

}  // namespace

Condition parse_condition(std::string_view text, std::int64_t now_us) {
    return Parser(text, now_us).parse();
}

}  // namespace batchstore
