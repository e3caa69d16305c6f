#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Times as people write and read them. Inside they are whole seconds or microseconds since 1970, UTC.
namespace batchstore {

/// `2026-10-01T09:30:00Z`; a time outside the years 0 to 9999 is shown as the number it is.
std::string iso8601(std::int64_t seconds);

/// `2026-10-01T09:30:00.250Z`, cut to milliseconds.
std::string iso8601_from_us(std::int64_t microseconds);

/// Reads a length of time: up to nine digits and `s`, `m`, `h`, `d` or `w`, such as `45s`, `30m`, `12h`, `7d`
/// or `2w`. @returns microseconds, or nothing for any other text and for what is too long to be one.
std::optional<std::int64_t> read_duration_us(std::string_view text);

/// Reads a time of 1970 or later: `1790847000`, `1790847000.25`, `2026-10-01` (its first moment in UTC),
/// `2026-10-01T09:30:00Z` (RFC 3339, any offset), or an age before `now_us` such as `-7d`, `-12h`, `-30m`,
/// `-45s`. Digits behind the sixth of a fraction do not count. @returns microseconds, or nothing for any
/// other text.
std::optional<std::int64_t> read_time_us(std::string_view text, std::int64_t now_us);

/// What `read_time_us` takes, for messages and help.
inline constexpr const char* time_forms = "Unix seconds, 2026-10-01, 2026-10-01T09:30:00Z or -7d, -12h, -30m";

}  // namespace batchstore
