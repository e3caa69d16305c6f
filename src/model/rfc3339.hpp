#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace batchstore {

/// Microseconds since 1970 of a time such as `2026-03-31T12:00:00.25+02:00`; the offset is required.
/// A leap second counts as the second before it. @returns nothing for any other text.
std::optional<std::int64_t> parse_rfc3339_us(std::string_view text);

}  // namespace batchstore
