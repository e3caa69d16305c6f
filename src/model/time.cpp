#include <batchstore/time.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t start_of_year_0 = -62'167'219'200;
constexpr std::int64_t end_of_year_9999 = 253'402'300'799;
/// Beyond this a number is milliseconds, not seconds.
constexpr std::int64_t largest_seconds = 100'000'000'000;

/// Takes characters off the front of a text; every step says whether it was there.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool literal(std::string_view any_of) {
        if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// Between `least` and `most` decimal digits.
    std::optional<std::int64_t> number(std::size_t least, std::size_t most) {
        std::size_t digits = 0;
        while (digits < rest_.size() && digits < most && rest_[digits] >= '0' && rest_[digits] <= '9')
            ++digits;
        if (digits < least) return std::nullopt;
        std::int64_t value = 0;
        std::from_chars(rest_.data(), rest_.data() + digits, value);
        rest_.remove_prefix(digits);
        return value;
    }

    /// `.25` as microseconds; 0 where there is no point.
    std::optional<std::int64_t> fraction_us() {
        if (!literal(".")) return 0;
        std::int64_t value = 0;
        std::int64_t unit = second_us / 10;
        bool any = false;
        while (const auto digit = number(1, 1)) {
            value += *digit * unit;
            unit /= 10;
            any = true;
        }
        return any ? std::optional(value) : std::nullopt;
    }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> read_age(std::string_view text, std::int64_t now_us) {
    if (!text.starts_with('-')) return std::nullopt;
    const auto age_us = read_duration_us(text.substr(1));
    return age_us && *age_us <= now_us ? std::optional(now_us - *age_us) : std::nullopt;
}

std::optional<std::int64_t> read_unix_seconds(std::string_view text) {
    Scanner scanner(text);
    const auto seconds = scanner.number(1, 12);
    const auto fraction = scanner.fraction_us();
    if (!seconds || *seconds >= largest_seconds || !fraction || !scanner.at_end()) return std::nullopt;
    return *seconds * second_us + *fraction;
}

/// Seconds east of UTC: `Z` or `+02:00`.
std::optional<std::int64_t> read_offset(Scanner& scanner) {
    if (scanner.literal("Zz")) return 0;
    const bool east = scanner.literal("+");
    if (!east && !scanner.literal("-")) return std::nullopt;
    const auto hours = scanner.number(2, 2);
    if (!hours || *hours > 23 || !scanner.literal(":")) return std::nullopt;
    const auto minutes = scanner.number(2, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    return (east ? 1 : -1) * (*hours * 3600 + *minutes * 60);
}

/// Microseconds from midnight UTC of the day before: `09:30:00.25+02:00`.
std::optional<std::int64_t> read_time_of_day(Scanner& scanner) {
    const auto hours = scanner.number(2, 2);
    if (!hours || *hours > 23 || !scanner.literal(":")) return std::nullopt;
    const auto minutes = scanner.number(2, 2);
    if (!minutes || *minutes > 59 || !scanner.literal(":")) return std::nullopt;
    const auto seconds = scanner.number(2, 2);
    if (!seconds || *seconds > 60) return std::nullopt;
    const auto fraction = scanner.fraction_us();
    const auto offset = fraction ? read_offset(scanner) : std::nullopt;
    if (!offset) return std::nullopt;
    return (*hours * 3600 + *minutes * 60 + *seconds - *offset) * second_us + *fraction;
}

std::optional<std::int64_t> read_calendar_time(std::string_view text) {
    Scanner scanner(text);
    const auto year = scanner.number(4, 4);
    if (!year || !scanner.literal("-")) return std::nullopt;
    const auto month = scanner.number(2, 2);
    if (!month || !scanner.literal("-")) return std::nullopt;
    const auto day = scanner.number(2, 2);
    if (!day) return std::nullopt;
    const chrono::year_month_day date{chrono::year(static_cast<int>(*year)),
                                      chrono::month(static_cast<unsigned>(*month)),
                                      chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    std::int64_t time = chrono::sys_days(date).time_since_epoch().count() * 86'400 * second_us;
    if (!scanner.at_end()) {
        if (!scanner.literal("Tt ")) return std::nullopt;
        const auto of_day = read_time_of_day(scanner);
        if (!of_day || !scanner.at_end()) return std::nullopt;
        time += *of_day;
    }
    return time >= 0 ? std::optional(time) : std::nullopt;
}

std::string calendar_text(std::int64_t seconds) {
    const chrono::sys_seconds time{chrono::seconds(seconds)};
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock{time - day};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

}  // namespace

std::string iso8601(std::int64_t seconds) {
    if (seconds < start_of_year_0 || seconds > end_of_year_9999) return std::to_string(seconds);
    return calendar_text(seconds) + "Z";
}

std::string iso8601_from_us(std::int64_t microseconds) {
    const auto time = chrono::microseconds(microseconds);
    const auto seconds = chrono::floor<chrono::seconds>(time);
    const auto milliseconds = chrono::floor<chrono::milliseconds>(time - seconds).count();
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(milliseconds));
    if (seconds.count() < start_of_year_0 || seconds.count() > end_of_year_9999) {
        return std::to_string(microseconds);
    }
    return calendar_text(seconds.count()) + fraction.data();
}

std::optional<std::int64_t> read_duration_us(std::string_view text) {
    constexpr std::array<std::pair<char, std::int64_t>, 5> units{
        {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86'400}, {'w', 604'800}}};
    Scanner scanner(text);
    const auto amount = scanner.number(1, 9);
    if (!amount) return std::nullopt;
    for (const auto& [letter, seconds] : units) {
        if (!scanner.literal(std::string_view(&letter, 1))) continue;
        const std::int64_t most = std::numeric_limits<std::int64_t>::max() / second_us / seconds;
        if (!scanner.at_end() || *amount > most) return std::nullopt;
        return *amount * seconds * second_us;
    }
    return std::nullopt;
}

std::optional<std::int64_t> read_time_us(std::string_view text, std::int64_t now_us) {
    if (const auto time = read_age(text, now_us)) return time;
    if (const auto time = read_unix_seconds(text)) return time;
    return read_calendar_time(text);
}

}  // namespace batchstore
