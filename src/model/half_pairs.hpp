#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Halves of surrogate pairs, as in `"\ud83d"`: what programs write that cut a text inside an emoji. JSON
/// allows them, UTF-8 has no bytes for them. Here a half is the three bytes that UTF-8 would have for it, and
/// JSON text has it as an escape.
namespace batchstore {

/// Whether a number is the first half of a pair.
constexpr bool is_high_half(char32_t unit) {
    return unit >= 0xd800 && unit < 0xdc00;
}

/// Whether it is the second.
constexpr bool is_low_half(char32_t unit) {
    return unit >= 0xdc00 && unit < 0xe000;
}

/// The character that two halves make.
constexpr char32_t joined_halves(char32_t high, char32_t low) {
    return 0x10000U + ((high - 0xd800U) << 10U) + (low - 0xdc00U);
}

/// The half whose three bytes are 0xed and these.
constexpr char32_t half_of_bytes(unsigned second, unsigned third) {
    return 0xd000U | ((second & 0x3fU) << 6U) | (third & 0x3fU);
}

/// Whether a half of a pair stands at `at`.
inline bool is_half_pair(std::string_view text, std::size_t at) {
    return text.size() - at > 2 && text[at] == '\xed' && static_cast<unsigned char>(text[at + 1]) >= 0xa0 &&
           static_cast<unsigned char>(text[at + 2]) >= 0x80;
}

/// Whether every backend can keep a text in a column: it holds no U+0000 and no half of a pair.
bool is_storable(std::string_view text);

/// Unescapes what follows the opening quote of a JSON string, halves of pairs too.
/// @returns nothing if it has an escape that is not JSON, or no end
std::optional<std::string> unescape_json(std::string_view behind_quote);

/// A text with U+FFFD for each half of a pair.
std::string without_half_pairs(std::string_view text);

/// JSON text of the same length, with U+FFFD for each escape that is half of a pair.
std::string json_without_half_pairs(std::string_view json);

}  // namespace batchstore
