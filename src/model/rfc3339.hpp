#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace batchstore {

/// Microseconds since 1970 of a time such as `2026-03-31T12:00:00.25+02:00`; the offset is required.
/// Its relatives in ISO 8601 are read too: `+0200`, `+02`, a space before it, no seconds, a space for the
/// `T`, no marks in the date or the time (`20260331T120000Z`). A leap second counts as the second before it.
/// @returns nothing for any other text
std::optional<std::int64_t> parse_rfc3339_us(std::string_view text);

}  // namespace batchstore
