#include <batchstore/shown_text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

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

/// Marks that are drawn over the character before them.
constexpr std::array zero_width{Range{0x300, 0x36f},   Range{0x483, 0x489},    Range{0x591, 0x5bd},
                                Range{0x610, 0x61a},   Range{0x64b, 0x65f},    Range{0x93c, 0x93c},
                                Range{0x941, 0x948},   Range{0x94d, 0x94d},    Range{0xe31, 0xe31},
                                Range{0xe34, 0xe3a},   Range{0xe47, 0xe4e},    Range{0x1ab0, 0x1aff},
                                Range{0x1dc0, 0x1dff}, Range{0x20d0, 0x20ff},  Range{0xfe00, 0xfe0f},
                                Range{0xfe20, 0xfe2f}, Range{0xe0100, 0xe01ef}};

/// East Asian wide characters and emoji.
constexpr std::array two_wide{Range{0x1100, 0x115f},   Range{0x2e80, 0x303e},   Range{0x3041, 0x4dbf},
                              Range{0x4e00, 0xa4cf},   Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},
                              Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},
                              Range{0x1f300, 0x1f64f}, Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1faff},
                              Range{0x20000, 0x3fffd}};

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
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
    char32_t point = lead & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        point = (point << 6) | (byte(i) & 0x3f);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    if (point < least[bytes] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return {};
    return {point, bytes, true};
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

std::size_t columns_of(Character character) {
    if (in(zero_width, character.point)) return 0;
    return in(two_wide, character.point) ? 2 : 1;
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
        const Character character = first_of(text);
        columns += columns_of(character);
        text.remove_prefix(character.bytes);
    }
    return columns;
}

std::string cut_to(std::string_view text, std::size_t columns) {
    if (shown_columns(text) <= columns) return std::string(text);
    std::size_t kept = 0;
    for (std::size_t used = 0;;) {
        const Character character = first_of(text.substr(kept));
        used += columns_of(character);
        if (used + 1 > columns) break;
        kept += character.bytes;
    }
    return std::string(text.substr(0, kept)) + "…";
}

}  // namespace batchstore
