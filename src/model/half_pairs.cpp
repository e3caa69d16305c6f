#include "model/half_pairs.hpp"

#include "model/utf8.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace batchstore {

namespace {

constexpr std::size_t escape_length = 6;  // of \u and four digits

/// The number of the escape that stands at `at`: `\u` and four hexadecimal digits.
std::optional<std::uint32_t> escaped_unit(std::string_view text, std::size_t at) {
    if (text.size() < at + escape_length || text[at] != '\\' || text[at + 1] != 'u') {
        return std::nullopt;
    }
    std::uint32_t unit = 0;
    const char* const digits = text.data() + at + 2;
    const auto [end, error] = std::from_chars(digits, digits + 4, unit, 16);
    return error == std::errc() && end == digits + 4 ? std::optional(unit) : std::nullopt;
}

/// A character of an escaped text, which may take two escapes.
struct Escaped {
    char32_t point = 0;
    std::size_t length = 0;  ///< of its escapes; 0: they are not JSON
};

Escaped escaped_character(std::string_view text, std::size_t at) {
    if (const auto unit = escaped_unit(text, at)) {
        const auto next = is_high_half(*unit) ? escaped_unit(text, at + escape_length) : std::nullopt;
        if (next && is_low_half(*next)) {
            return {joined_halves(*unit, *next), 2 * escape_length};
        }
        return {*unit, escape_length};
    }
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view characters = "\"\\/\b\f\n\r\t";
    const std::size_t index = at + 1 < text.size() ? names.find(text[at + 1]) : std::string_view::npos;
    return index == std::string_view::npos ? Escaped{}
                                           : Escaped{static_cast<unsigned char>(characters[index]), 2};
}

}  // namespace

bool is_storable(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        return false;
    }
    for (std::size_t at = text.find('\xed'); at != std::string_view::npos; at = text.find('\xed', at + 1)) {
        if (is_half_pair(text, at)) {
            return false;
        }
    }
    return true;
}

std::optional<std::string> unescape_json(std::string_view behind_quote) {
    std::string text;
    std::size_t at = 0;
    while (at < behind_quote.size() && behind_quote[at] != '"') {
        if (behind_quote[at] != '\\') {
            text += behind_quote[at++];
            continue;
        }
        const Escaped character = escaped_character(behind_quote, at);
        if (character.length == 0) {
            return std::nullopt;
        }
        std::array<char, 4> bytes{};
        text.append(bytes.data(), write_utf8(bytes.data(), character.point));
        at += character.length;
    }
    return at < behind_quote.size() ? std::optional(std::move(text)) : std::nullopt;
}

std::string without_half_pairs(std::string_view text) {
    std::string whole(text);
    for (std::size_t at = whole.find('\xed'); at != std::string::npos; at = whole.find('\xed', at + 1)) {
        if (is_half_pair(whole, at)) {
            whole.replace(at, 3, "\xef\xbf\xbd");
        }
    }
    return whole;
}

std::string json_without_half_pairs(std::string_view json) {
    std::string whole(json);
    for (std::size_t at = whole.find('\\'); at != std::string::npos; at = whole.find('\\', at)) {
        const Escaped character = escaped_character(whole, at);
        if (character.length == escape_length &&
            (is_high_half(character.point) || is_low_half(character.point))) {
            whole.replace(at, escape_length, "\\ufffd");
        }
        at += character.length == 0 ? 1 : character.length;
    }
    return whole;
}

}  // namespace batchstore
