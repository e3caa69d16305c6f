#include "transfer/broken_utf8.hpp"

#include "model/half_pairs.hpp"

#include <cstddef>
#include <cstdint>

#include <fmt/format.h>
#include <utf8proc.h>

namespace batchstore {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// How many bytes the character at `at` takes; 0 if there is none.
std::size_t character_size(std::string_view text, std::size_t at) {
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    return size > 0 ? static_cast<std::size_t>(size) : 0;
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
    const unsigned second = byte_at(text, at + 1);
    if (byte_at(text, at) == 0xed && second >= 0xa0 && second <= 0xbf) {
        const std::uint32_t half = half_of_bytes(second, byte_at(text, at + 2));
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
