#include "repository/fields.hpp"

#include <batchstore/error.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>
#include <utility>

#include <fmt/format.h>

/// A parser by recursive descent for the language of docs/query.md:
///
///     condition := conjunction { "or" conjunction }
///     conjunction := factor { "and" factor }
///     factor := "not" factor | "(" condition ")" | "has" "(" field ")" | field test
///     test := ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value | [ "not" ] "in" "(" value { "," value } ")"
namespace batchstore {

namespace {

constexpr std::size_t most_bytes = 8'192;
constexpr int most_tests = 200;
constexpr int most_levels = 50;

enum class TokenKind { word, quoted, symbol, end };

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text{};
    std::size_t at = 0;  ///< in bytes

    bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
};

/// Takes tokens off a text, and knows where they stand.
class Tokens {
public:
    explicit Tokens(std::string_view text) : text_(text) { advance(); }

    const Token& next() const { return next_; }

    Token take() {
        Token taken = std::move(next_);
        advance();
        return taken;
    }

    bool take_symbol(std::string_view symbol) {
        const bool there = next_.is(symbol);
        if (there) advance();
        return there;
    }

    /// A keyword in any letter case.
    bool next_is_keyword(std::string_view keyword) const {
        return next_.kind == TokenKind::word &&
               std::equal(keyword.begin(), keyword.end(), next_.text.begin(), next_.text.end(),
                          [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b); });
    }

    bool take_keyword(std::string_view keyword) {
        const bool there = next_is_keyword(keyword);
        if (there) advance();
        return there;
    }

    /// Whether a quotation follows the last word without a space.
    bool quotation_touches(const Token& word) const {
        return next_.kind == TokenKind::quoted && next_.at == word.at + word.text.size();
    }

    [[noreturn]] void refuse(std::size_t at, const std::string& what) const {
        // Of UTF-8, every byte but the continuing ones begins a character.
        const auto is_first = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
        const auto characters =
            std::count_if(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), is_first);
        throw Error(ErrorKind::invalid, fmt::format("position {}: {}", characters + 1, what));
    }

    [[noreturn]] void expected(const std::string& what) const {
        refuse(next_.at,
               fmt::format("{} is expected{}", what,
                           next_.kind == TokenKind::end ? "" : fmt::format(", not '{}'", next_.text)));
    }

private:
    void advance() {
        at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
        next_ = {.kind = TokenKind::end, .at = at_};
        if (at_ == text_.size()) return;
        const char c = text_[at_];
        if (c == '\'' || c == '"') {
            take_quoted(c);
        } else if (specials.find(c) != std::string_view::npos) {
            const bool two = (c == '!' || c == '<' || c == '>') && text_.substr(at_ + 1).starts_with('=');
            take_text(TokenKind::symbol, two ? 2 : 1);
            if (next_.text == "!") refuse(next_.at, "'!' alone means nothing; say != or not");
        } else {
            take_text(TokenKind::word, std::min(text_.find_first_of(word_ends, at_), text_.size()) - at_);
        }
    }

    void take_text(TokenKind kind, std::size_t size) {
        next_.kind = kind;
        next_.text = text_.substr(at_, size);
        at_ += size;
    }

    /// A quotation mark inside is doubled.
    void take_quoted(char mark) {
        next_.kind = TokenKind::quoted;
        for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
            if (text_[i] == mark) {
                if (i + 1 == text_.size() || text_[i + 1] != mark) {
                    at_ = i + 1;
                    return;
                }
                ++i;
            }
            next_.text += text_[i];
        }
        refuse(at_, fmt::format("the quotation that begins here does not end; close it with {}", mark));
    }

    static constexpr std::string_view specials = "()=,!<>";
    static constexpr std::string_view word_ends = " \t\r\n'\"()=,!<>";

    std::string_view text_;
    std::size_t at_ = 0;
    Token next_{};
};

/// How many letters must change to make one word the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
        }
    }
    return row.back();
}

/// `; did you mean status?`, or nothing.
std::string suggestion(std::string_view word) {
    constexpr std::size_t longest = 32;
    std::string_view nearest;
    std::size_t least = 3;
    for (const ConditionField& field : condition_fields()) {
        for (const std::string_view name : {field.name, field.alias}) {
            if (name.empty() || word.size() > longest || distance(word, name) >= least) continue;
            least = distance(word, name);
            nearest = name;
        }
    }
    return nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest);
}

class Parser {
public:
    Parser(std::string_view text, std::int64_t now_us) : tokens_(text), now_us_(now_us) {}

    Condition parse() {
        if (tokens_.next().kind == TokenKind::end) tokens_.expected("a condition");
        Condition condition = any(0);
        if (tokens_.next().kind != TokenKind::end) tokens_.expected("'and', 'or' or the end");
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
        if (level == most_levels)
            tokens_.refuse(tokens_.next().at, "more than 50 levels of 'not' and parentheses");
        if (tokens_.take_keyword("not")) return negated(factor(level + 1));
        if (tokens_.take_symbol("(")) {
            Condition inner = any(level + 1);
            if (!tokens_.take_symbol(")")) tokens_.expected("')', 'and' or 'or'");
            return inner;
        }
        if (++tests_ > most_tests) tokens_.refuse(tokens_.next().at, "more than 200 tests");
        const Token word = tokens_.take();
        if (word.kind == TokenKind::word && word.text == "has" && tokens_.take_symbol("(")) {
            Condition test = field(tokens_.take());
            test.comparison = Operator::is_set;
            if (!tokens_.take_symbol(")")) tokens_.expected("')'");
            return test;
        }
        return test_of(field(word), word);
    }

    static Condition negated(Condition condition) {
        Condition negation{.kind = Condition::Kind::negation};
        negation.parts.push_back(std::move(condition));
        return negation;
    }

    /// A test of a field that was named, to be completed.
    Condition field(const Token& word) {
        if (word.kind != TokenKind::word)
            tokens_.refuse(word.at, "a field is expected, such as status or created");
        Condition test{.kind = Condition::Kind::test};
        const bool is_pair = word.text.starts_with("metadata.");
        test.field = is_pair ? std::string(metadata_field) : word.text;
        if (is_pair) {
            test.key = word.text.substr(metadata_field.size() + 1);
            if (test.key.empty() && tokens_.quotation_touches(word)) {
                test.key = tokens_.take().text;
            } else if (test.key.empty()) {
                tokens_.refuse(word.at,
                               "a key is expected behind metadata. (in quotation marks if it is unusual)");
            }
        }
        const ConditionField* found = find_field(test.field);
        if (found == nullptr) {
            tokens_.refuse(word.at,
                           fmt::format("there is no field '{}'{}", word.text, suggestion(word.text)));
        }
        if (found->name == metadata_field && !is_pair)
            tokens_.refuse(word.at, "metadata needs a key: metadata.KEY");
        test.field = found->name;
        return test;
    }

    Condition test_of(Condition test, const Token& name) {
        const ConditionField& field = *find_field(test.field);
        if (field.type == FieldType::presence) {
            tokens_.refuse(name.at, fmt::format("{} cannot be compared; say has({})", name.text, name.text));
        }
        const bool unequal = tokens_.take_symbol("!=");
        if (unequal || tokens_.take_symbol("=")) {
            test.values.push_back(value(field, Operator::equal));
            return unequal ? negated(std::move(test)) : test;
        }
        const bool negation = tokens_.take_keyword("not");
        if (tokens_.take_keyword("in")) {
            list(field, test);
            return negation ? negated(std::move(test)) : test;
        }
        if (negation) tokens_.expected("'in'");
        return ordered(std::move(test), field);
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
                tokens_.refuse(at, fmt::format("{} is a text; compare it with =, != or in", field.name));
            }
            test.comparison = comparison;
            test.values.push_back(value(field, comparison));
            return test;
        }
        tokens_.expected("=, !=, <, <=, >, >= or in");
    }

    void list(const ConditionField& field, Condition& test) {
        if (!tokens_.take_symbol("(")) tokens_.expected("'(' and values");
        do {
            test.values.push_back(value(field, Operator::equal));
        } while (tokens_.take_symbol(","));
        if (!tokens_.take_symbol(")")) tokens_.expected("',' or ')'");
    }

    FieldValue value(const ConditionField& field, Operator comparison) {
        const Token token = tokens_.next();
        if (token.kind != TokenKind::word && token.kind != TokenKind::quoted) tokens_.expected("a value");
        tokens_.take();
        switch (field.type) {
            case FieldType::number:
                return number(field, token);
            case FieldType::seconds:
            case FieldType::microseconds:
                return time(field, comparison, token);
            default:
                break;
        }
        try {
            return normal_value(field.name, token.text);
        } catch (const Error& error) {
            tokens_.refuse(token.at, error.what());
        }
    }

    FieldValue number(const ConditionField& field, const Token& token) const {
        std::int64_t number = 0;
        const char* end = token.text.data() + token.text.size();
        const auto [stopped, error] = std::from_chars(token.text.data(), end, number);
        if (error != std::errc() || stopped != end) {
            tokens_.refuse(token.at,
                           fmt::format("{} is a whole number, '{}' is not", field.name, token.text));
        }
        return number;
    }

    /// A time in the field's unit. Between two seconds lies no second: then a boundary moves up or down to
    /// the one that divides the same seconds, and nothing is equal.
    FieldValue time(const ConditionField& field, Operator comparison, const Token& token) const {
        constexpr std::int64_t second_us = 1'000'000;
        const auto time_us = read_time_us(token.text, now_us_);
        if (!time_us) {
            tokens_.refuse(token.at, fmt::format("'{}' is not a time ({})", token.text, time_forms));
        }
        if (field.type == FieldType::microseconds) return *time_us;
        const std::int64_t whole = *time_us / second_us;
        if (*time_us % second_us == 0) return whole;
        if (comparison == Operator::equal) return std::numeric_limits<std::int64_t>::min();
        return comparison == Operator::less || comparison == Operator::greater_equal ? whole + 1 : whole;
    }

    Tokens tokens_;
    std::int64_t now_us_;
    int tests_ = 0;
};

}  // namespace

Condition parse_condition(std::string_view text, std::int64_t now_us) {
    if (text.size() > most_bytes) {
        throw Error(ErrorKind::invalid, fmt::format("position {}: the condition is longer than {} bytes",
                                                    most_bytes + 1, most_bytes));
    }
    return Parser(text, now_us).parse();
}

}  // namespace batchstore
