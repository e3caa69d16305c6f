#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace batchstore {

/// Reads digits with an optional point, such as `0.25`, as a count of 10^-`places`; exact.
/// @param places at most 8
/// @param limit what it must stay below, at most 10^10
/// @throws Error{invalid} that says what is wrong with the text, and what to write.
std::int64_t read_decimal(std::string_view text, int places, std::int64_t limit);

/// `text` in single quotes, cut short if it is long.
std::string in_quotes(std::string_view text);

}  // namespace batchstore
