#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Times as people write and read them. Inside they are whole seconds or microseconds since 1970, UTC.
namespace batchstore {

/// `2026-10-01T09:30:00Z`; a time outside the years 0 to 9999 stays a number.
std::string iso8601(std::int64_t seconds);

/// `2026-10-01T09:30:00.250Z`, cut to milliseconds.
std::string iso8601_from_us(std::int64_t microseconds);

/// Reads a length of time such as `45s`, `30m`, `12h`, `7d` or `2w`. @returns microseconds, or nothing.
std::optional<std::int64_t> read_duration_us(std::string_view text);

/// Reads `1790847000`, `1790847000.25`, `2026-10-01`, `2026-10-01T09:30:00Z` (RFC 3339, any offset) or an age
/// before `now_us` such as `-7d`, `-12h`, `-30m`, `-45s`. @returns microseconds, or nothing.
std::optional<std::int64_t> read_time_us(std::string_view text, std::int64_t now_us);

/// What `read_time_us` takes, for messages and help.
inline constexpr const char* time_forms = "Unix seconds, 2026-10-01, 2026-10-01T09:30:00Z or -7d, -12h, -30m";

}  // namespace batchstore
