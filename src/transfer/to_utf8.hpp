#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace batchstore {

/// Encodings with units of several bytes.
enum class WideEncoding { utf16_le, utf16_be, utf32_le, utf32_be };

/// Converts text that comes in pieces to UTF-8. A lone half of a surrogate pair becomes the three bytes that
/// UTF-8 would have for it and forbids, so that a reader refuses what holds it.
class ToUtf8 {
public:
    explicit ToUtf8(WideEncoding encoding) : encoding_(encoding) {}

    /// Hands over the next piece, when all before it was used up. It must live until it is used up.
    void feed(std::string_view piece) { piece_ = piece; }

    /// Converts what it can into at least 8 bytes. @returns how many it wrote; 0 when it wants the next
    /// piece.
    /// @throws Error{invalid} if the data is no such text; the message names the byte.
    std::size_t take(char* buffer, std::size_t size);

    /// @throws Error{invalid} if the text may not end here.
    void expect_end() const;

private:
    std::size_t unit_bytes() const;
    bool next_unit(char32_t& unit);
    char* append_unit(char* at, char32_t unit);
    std::string_view name() const;

    WideEncoding encoding_;
    std::string_view piece_;
    std::array<unsigned char, 4> unit_{};  ///< the beginning of a unit that was cut by the end of a piece
    std::size_t unit_size_ = 0;
    char32_t high_ = 0;  ///< the first half of a surrogate pair that waits for the second
    std::int64_t position_ = 0;
};

}  // namespace batchstore
