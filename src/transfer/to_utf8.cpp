#include "transfer/to_utf8.hpp"

#include "model/half_pairs.hpp"
#include "model/utf8.hpp"

#include <batchstore/error.hpp>

#include <fmt/format.h>

namespace batchstore {

std::size_t ToUtf8::take(char* buffer, std::size_t size) {
    constexpr std::size_t most_of_a_unit = 7;  // a lone half, and a character behind it
    char* at = buffer;
    char32_t unit = 0;
    while (size - static_cast<std::size_t>(at - buffer) >= most_of_a_unit && next_unit(unit)) {
        at = append_unit(at, unit);
    }
    return static_cast<std::size_t>(at - buffer);
}

char* ToUtf8::append_unit(char* at, char32_t unit) {
    if (high_ != 0 && is_low_half(unit)) {
        at = write_utf8(at, joined_halves(high_, unit));
        high_ = 0;
        return at;
    }
    if (high_ != 0) {
        at = write_utf8(at, high_);
        high_ = 0;
    }
    if (is_high_half(unit) && unit_bytes() == 2) {
        high_ = unit;
        return at;
    }
    constexpr char32_t last_character = 0x10ffff;
    if (unit > last_character) {
        throw Error(ErrorKind::invalid, fmt::format("byte {} of the {} text: 0x{:08x} is no character",
                                                    position_ - static_cast<std::int64_t>(unit_bytes()) + 1,
                                                    name(), static_cast<std::uint32_t>(unit)));
    }
    return write_utf8(at, unit);
}

bool ToUtf8::next_unit(char32_t& unit) {
    const std::size_t bytes = unit_bytes();
    while (unit_size_ < bytes) {
        if (piece_.empty()) {
            return false;
        }
        unit_[unit_size_++] = static_cast<unsigned char>(piece_.front());
        piece_.remove_prefix(1);
        ++position_;
    }
    unit_size_ = 0;
    const bool big_endian = encoding_ == WideEncoding::utf16_be || encoding_ == WideEncoding::utf32_be;
    unit = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
        unit = (unit << 8U) | unit_[big_endian ? i : bytes - 1 - i];
    }
    return true;
}

void ToUtf8::expect_end() const {
    if (unit_size_ > 0 || high_ != 0) {
        throw Error(ErrorKind::invalid,
                    fmt::format("the {} text ends inside a character, behind byte {}; fetch the "
                                "file again",
                                name(), position_));
    }
}

std::size_t ToUtf8::unit_bytes() const {
    return encoding_ == WideEncoding::utf16_le || encoding_ == WideEncoding::utf16_be ? 2 : 4;
}

std::string_view ToUtf8::name() const {
    return unit_bytes() == 2 ? "UTF-16" : "UTF-32";
}

}  // namespace batchstore
