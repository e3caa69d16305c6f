#include "repository/conditions/tokens.hpp"

#include "model/excerpt.hpp"
#include "model/spelling.hpp"
#include "model/utf8.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::size_t most_bytes = 8'192;
constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view symbols = "()=,!<>~";
constexpr std::string_view word_ends = " \t\r\n'\"()=,!<>~";

}  // namespace

Tokens::Tokens(std::string_view text) : text_(text) {
    if (text.size() > most_bytes) {
        refuse(most_bytes, fmt::format("a condition has at most {} bytes", most_bytes));
    }
    advance();
}

Token Tokens::take() {
    Token taken = std::move(next_);
    advance();
    return taken;
}

bool Tokens::next_is_symbol(std::string_view symbol) const {
    return next_.kind == TokenKind::symbol && next_.text == symbol;
}

bool Tokens::take_symbol(std::string_view symbol) {
    const bool there = next_is_symbol(symbol);
    if (there) advance();
    return there;
}

bool Tokens::next_is_keyword(std::string_view keyword) const {
    return next_.kind == TokenKind::word &&
           std::equal(keyword.begin(), keyword.end(), next_.text.begin(), next_.text.end(),
                      [](char a, char b) { return a == small_letter(b); });
}

bool Tokens::take_keyword(std::string_view keyword) {
    const bool there = next_is_keyword(keyword);
    if (there) advance();
    return there;
}

bool Tokens::quotation_touches(const Token& word) const {
    return next_.kind == TokenKind::quoted && next_.at == word.at + word.text.size();
}

void Tokens::refuse(std::size_t at, const std::string& what) const {
    throw Error(ErrorKind::invalid,
                fmt::format("position {}: {}", count_characters(text_.substr(0, at)) + 1, what));
}

void Tokens::expected(std::string_view what) const {
    refuse(next_.at, fmt::format("{} is expected{}", what, at_end() ? "" : ", not " + quoted_excerpt(next_)));
}

void Tokens::advance() {
    at_ = std::min(text_.find_first_not_of(spaces, at_), text_.size());
    next_ = {.kind = TokenKind::end, .text = {}, .at = at_};
    if (at_ == text_.size()) return;
    const char c = text_[at_];
    if (c == '\'' || c == '"') {
        take_quoted(c);
    } else if (symbols.find(c) != std::string_view::npos) {
        const std::string_view behind = text_.substr(at_ + 1);
        const bool two = ((c == '!' || c == '<' || c == '>') && behind.starts_with('=')) ||
                         (c == '!' && behind.starts_with('~'));
        take_text(TokenKind::symbol, two ? 2 : 1);
        if (next_.text == "!") refuse(next_.at, "'!' alone means nothing; say !=, !~ or not");
    } else {
        take_text(TokenKind::word, std::min(text_.find_first_of(word_ends, at_), text_.size()) - at_);
    }
}

void Tokens::take_text(TokenKind kind, std::size_t size) {
    next_.kind = kind;
    next_.text = text_.substr(at_, size);
    at_ += size;
}

void Tokens::take_quoted(char mark) {
    next_.kind = TokenKind::quoted;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
        if (text_[i] == mark) {
            if (!text_.substr(i + 1).starts_with(mark)) {
                at_ = i + 1;
                return;
            }
            ++i;  // doubled, it stands for itself
        }
        next_.text += text_[i];
    }
    refuse(at_, fmt::format("the quotation that begins here does not end; close it with {}", mark));
}

std::string quoted_excerpt(const Token& token) {
    constexpr std::size_t longest = 40;
    return fmt::format("'{}'", excerpt(token.text, longest));
}

}  // namespace batchstore
