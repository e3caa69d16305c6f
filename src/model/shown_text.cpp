#include <batchstore/shown_text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <utf8proc.h>

namespace batchstore {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Controls (C0, DEL, C1), zero-width and direction marks, line separators, byte order mark, tags.
constexpr std::array unsafe{Range{0x00, 0x1f},     Range{0x7f, 0x9f},     Range{0xad, 0xad},
                            Range{0x61c, 0x61c},   Range{0x200b, 0x200f}, Range{0x2028, 0x202e},
                            Range{0x2060, 0x206f}, Range{0xfeff, 0xfeff}, Range{0xe0000, 0xe007f}};

bool in(std::span<const Range> ranges, char32_t point) {
    return std::ranges::any_of(ranges, [=](Range r) { return r.first <= point && point <= r.last; });
}

struct Character {
    char32_t point = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

/// The first character of a text that is not empty.
Character first_of(std::string_view text) {
    utf8proc_int32_t point = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (size <= 0) return {};
    return {static_cast<char32_t>(point), static_cast<std::size_t>(size), true};
}

/// `\\u` and four digits, for example.
std::string escape(const char* prefix, std::size_t digits, char32_t number) {
    std::string text(digits, '0');
    for (; digits > 0; number >>= 4) text[--digits] = "0123456789abcdef"[number & 0xf];
    return prefix + text;
}

std::string spelled_out(Character character, char first_byte) {
    if (!character.valid) return escape("\\x", 2, static_cast<unsigned char>(first_byte));
    if (character.point == '\n') return "\\n";
    if (character.point == '\r') return "\\r";
    if (character.point == '\t') return "\\t";
    if (character.point < 0x100) return escape("\\x", 2, character.point);
    return character.point < 0x10000 ? escape("\\u", 4, character.point) : escape("\\U", 6, character.point);
}

std::string json_escape(char32_t point) {
    if (point < 0x10000) return escape("\\u", 4, point);
    return escape("\\u", 4, 0xd7c0 + (point >> 10)) + escape("\\u", 4, 0xdc00 + (point & 0x3ff));
}

int boundary_class(Character character) {
    return static_cast<int>(
        utf8proc_get_property(static_cast<utf8proc_int32_t>(character.point))->boundclass);
}

std::size_t width_of(Character character) {
    const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(character.point));
    return static_cast<std::size_t>(std::max(width, 0));
}

/// Whether a character is drawn into the place of those before it, of which it is a part: an accent, the
/// vowel of a Korean syllable, the colour of a hand.
bool is_drawn_over(Character character) {
    switch (boundary_class(character)) {
        case UTF8PROC_BOUNDCLASS_EXTEND:
        case UTF8PROC_BOUNDCLASS_ZWJ:
        case UTF8PROC_BOUNDCLASS_V:
        case UTF8PROC_BOUNDCLASS_T:
            return true;
        default:
            return false;
    }
}

/// What a person takes for one character.
struct Cluster {
    std::size_t bytes = 0;
    std::size_t columns = 0;
};

/// The first one of a text that is not empty.
Cluster first_cluster_of(std::string_view text) {
    constexpr char32_t as_emoji = 0xfe0f;
    constexpr char32_t keycap = 0x20e3;
    constexpr std::size_t emoji_columns = 2;
    Character last = first_of(text);
    Cluster cluster{last.bytes, width_of(last)};
    const bool can_be_emoji = boundary_class(last) == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
    utf8proc_int32_t state = 0;
    while (cluster.bytes < text.size()) {
        const Character next = first_of(text.substr(cluster.bytes));
        if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(last.point),
                                             static_cast<utf8proc_int32_t>(next.point), &state)) {
            break;
        }
        const bool is_joined = boundary_class(last) == UTF8PROC_BOUNDCLASS_ZWJ;
        const bool makes_emoji =
            (next.point == as_emoji && can_be_emoji) || (next.point == keycap && last.point == as_emoji);
        cluster.bytes += next.bytes;
        if (!is_joined && !is_drawn_over(next)) cluster.columns += width_of(next);
        if (makes_emoji) cluster.columns = emoji_columns;
        last = next;
    }
    return cluster;
}

}  // namespace

std::string shown(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const Character character = first_of(text);
        if (character.valid && !in(unsafe, character.point)) {
            result += text.substr(0, character.bytes);
        } else {
            result += spelled_out(character, text.front());
        }
        text.remove_prefix(character.bytes);
    }
    return result;
}

std::string shown_json(std::string_view json_text) {
    std::string result;
    while (!json_text.empty()) {
        const Character character = first_of(json_text);
        if (character.point >= 0x7f && in(unsafe, character.point)) {
            result += json_escape(character.point);
        } else {
            result += json_text.substr(0, character.bytes);
        }
        json_text.remove_prefix(character.bytes);
    }
    return result;
}

std::size_t shown_columns(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const Cluster cluster = first_cluster_of(text);
        columns += cluster.columns;
        text.remove_prefix(cluster.bytes);
    }
    return columns;
}

std::string cut_to(std::string_view text, std::size_t columns) {
    if (shown_columns(text) <= columns) return std::string(text);
    std::size_t kept = 0;
    for (std::size_t used = 0;;) {
        const Cluster cluster = first_cluster_of(text.substr(kept));
        used += cluster.columns;
        if (used + 1 > columns) break;
        kept += cluster.bytes;
    }
    return std::string(text.substr(0, kept)) + "…";
}

}  // namespace batchstore
