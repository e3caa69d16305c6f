#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Times as people write and read them. Inside they are whole seconds or microseconds since 1970, UTC.
namespace batchstore {

/// The first and the last microsecond of the years 1 to 9999. A store refuses times outside of them.
inline constexpr std::int64_t first_time_us = -62'135'596'800'000'000;
inline constexpr std::int64_t last_time_us = 253'402'300'799'999'999;

/// `2026-10-01T09:30:00Z`; a time outside the years 1 to 9999 is shown as the number it is.
std::string iso8601(std::int64_t seconds);

/// `2026-10-01T09:30:00.250Z`, cut to milliseconds.
std::string iso8601_from_us(std::int64_t microseconds);

/// Reads a length of time: up to nine digits and `s`, `m`, `h`, `d` or `w`, such as `45s`, `30m`, `12h`, `7d`
/// or `2w`. @returns microseconds, or nothing for any other text and for what is too long to be one.
std::optional<std::int64_t> read_duration_us(std::string_view text);

/// Reads a time of the years 1 to 9999:
/// - `2026`, `2026-10`, `2026-10-01`: its first moment in UTC;
/// - `2026-10-01T09:30:00Z`, `2026-10-01 09:30+02:00`: RFC 3339, seconds may be left out;
/// - `now`, and `today` and `yesterday`: their first moment in UTC;
/// - an age before `now_us` such as `-7d`, `-12h`, `-30m`, `-45s`;
/// - `1790847000`, `1790847000.25`: seconds since 1970, of nine to eleven digits, or `@SECONDS` of any
/// number.
///
/// Digits behind the sixth of a fraction do not count. @returns microseconds, or nothing for any other text.
std::optional<std::int64_t> read_time_us(std::string_view text, std::int64_t now_us);

/// What `read_time_us` takes, for messages and help.
inline constexpr const char* time_forms =
    "2026, 2026-10, 2026-10-01, 2026-10-01T09:30Z, now, today, yesterday, -7d, -12h, -30m or Unix seconds";

/// What helps somebody who typed a text that `read_time_us` does not take: `did you mean 2026-10-01?` for
/// `20261001`, else `time_forms`.
std::string time_advice(std::string_view text);

}  // namespace batchstore
