#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace batchstore {

enum class TokenKind { word, quoted, symbol, end };

/// A word, a text in quotation marks, or one of `( ) , = != ~ !~ < <= > >=`.
struct Token {
    TokenKind kind = TokenKind::end;
    std::string text{};  ///< of a quotation: what it says
    std::size_t at = 0;  ///< where it begins, in bytes
};

/// Takes the tokens off a condition's text, and knows where they stand.
class Tokens {
public:
    /// @throws Error{invalid} here and in all that takes a token: for a text that is too long, a quotation
    ///   that does not end, or `!` alone.
    explicit Tokens(std::string_view text);

    const Token& next() const { return next_; }
    bool at_end() const { return next_.kind == TokenKind::end; }
    Token take();

    bool next_is_symbol(std::string_view symbol) const;
    bool take_symbol(std::string_view symbol);
    /// Of a keyword the letter case does not matter.
    bool next_is_keyword(std::string_view keyword) const;
    bool take_keyword(std::string_view keyword);

    /// Whether a quotation follows right behind a word that was taken.
    bool quotation_touches(const Token& word) const;

    /// @throws Error{invalid} that names the character of that byte, counted from 1.
    [[noreturn]] void refuse(std::size_t at, const std::string& what) const;
    /// The same for what stands in place of the next token.
    [[noreturn]] void expected(std::string_view what) const;

private:
    void advance();
    void take_text(TokenKind kind, std::size_t size);
    void take_quoted(char mark);

    std::string_view text_;
    std::size_t at_ = 0;  ///< behind the next token
    Token next_{};
};

/// A token as a message quotes it.
std::string quoted_excerpt(const Token& token);

}  // namespace batchstore
