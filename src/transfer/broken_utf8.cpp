#include "transfer/broken_utf8.hpp"

#include <cstddef>

#include <fmt/format.h>

namespace batchstore {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_in(unsigned byte, unsigned first, unsigned last) {
    return byte >= first && byte <= last;
}

/// How many bytes the character at `at` takes, by table 3-7 of the Unicode standard; 0 if there is none.
std::size_t character_size(std::string_view text, std::size_t at) {
    const unsigned lead = byte_at(text, at);
    const unsigned second = byte_at(text, at + 1);
    const auto continues = [&](std::size_t offset) { return is_in(byte_at(text, at + offset), 0x80, 0xbf); };
    if (lead < 0x80) {
        return 1;
    }
    if (is_in(lead, 0xc2, 0xdf)) {
        return continues(1) ? 2 : 0;
    }
    if (is_in(lead, 0xe0, 0xef)) {
        const bool fits = is_in(second, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
        return fits && continues(2) ? 3 : 0;
    }
    if (is_in(lead, 0xf0, 0xf4)) {
        const bool fits = is_in(second, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
        return fits && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

std::optional<std::string> broken_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t size = character_size(text, at);
        if (size == 0) {
            break;
        }
        at += size;
    }
    if (at == text.size()) {
        return std::nullopt;
    }
    if (byte_at(text, at) == 0xed && is_in(byte_at(text, at + 1), 0xa0, 0xbf)) {
        const unsigned half =
            0xd000U | ((byte_at(text, at + 1) & 0x3fU) << 6U) | (byte_at(text, at + 2) & 0x3fU);
        return fmt::format(
            "byte {}: half of a character, U+{:04X}, stands alone; whoever wrote it cut a text in two",
            at + 1, half);
    }
    return fmt::format(
        "not UTF-8: byte {} is 0x{:02x}; if it is Windows-1252, iconv -f WINDOWS-1252 -t UTF-8 FILE | "
        "batchstore import -",
        at + 1, byte_at(text, at));
}

}  // namespace batchstore
