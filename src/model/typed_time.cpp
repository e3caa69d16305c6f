#include <batchstore/time.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace batchstore {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_us = 86'400 * second_us;

/// Takes characters off the front of a text; every step says whether it was there.
class TypedScanner {
public:
    explicit TypedScanner(std::string_view text) : rest_(text) {}

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

std::optional<std::int64_t> read_word(std::string_view text, std::int64_t now_us) {
    const std::int64_t today_us = chrono::floor<chrono::days>(chrono::microseconds(now_us)).count() * day_us;
    if (text == "now") return now_us;
    if (text == "today") return today_us;
    if (text == "yesterday") return today_us - day_us;
    return std::nullopt;
}

std::optional<std::int64_t> read_age(std::string_view text, std::int64_t now_us) {
    if (!text.starts_with('-')) return std::nullopt;
    const auto age_us = read_duration_us(text.substr(1));
    return age_us && *age_us <= now_us - first_time_us ? std::optional(now_us - *age_us) : std::nullopt;
}

/// `1790847000.25`, or `@5`, where a number of few digits cannot be a date.
std::optional<std::int64_t> read_unix_seconds(std::string_view text) {
    constexpr std::size_t fewest_digits = 9;  // 1973
    constexpr std::size_t most_digits = 11;   // beyond, a number is milliseconds
    TypedScanner scanner(text);
    const bool marked = scanner.literal("@");
    const bool before_1970 = marked && scanner.literal("-");
    const auto seconds = scanner.number(marked ? 1 : fewest_digits, marked ? most_digits + 1 : most_digits);
    const auto fraction = scanner.fraction_us();
    if (!seconds || !fraction || !scanner.at_end()) return std::nullopt;
    const std::int64_t time_us = *seconds * second_us + *fraction;
    return before_1970 ? -time_us : time_us;
}

/// Seconds east of UTC: `Z` or `+02:00`.
std::optional<std::int64_t> read_offset(TypedScanner& scanner) {
    if (scanner.literal("Zz")) return 0;
    const bool east = scanner.literal("+");
    if (!east && !scanner.literal("-")) return std::nullopt;
    const auto hours = scanner.number(2, 2);
    if (!hours || *hours > 23 || !scanner.literal(":")) return std::nullopt;
    const auto minutes = scanner.number(2, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    return (east ? 1 : -1) * (*hours * 3600 + *minutes * 60);
}

/// Microseconds from midnight UTC of the day before: `09:30:00.25+02:00`, `09:30Z`.
std::optional<std::int64_t> read_time_of_day(TypedScanner& scanner) {
    const auto hours = scanner.number(2, 2);
    if (!hours || *hours > 23 || !scanner.literal(":")) return std::nullopt;
    const auto minutes = scanner.number(2, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    std::optional<std::int64_t> seconds = 0;
    std::optional<std::int64_t> fraction = 0;
    if (scanner.literal(":")) {
        seconds = scanner.number(2, 2);
        if (!seconds || *seconds > 60) return std::nullopt;
        fraction = scanner.fraction_us();
    }
    const auto offset = fraction ? read_offset(scanner) : std::nullopt;
    if (!offset) return std::nullopt;
    return (*hours * 3600 + *minutes * 60 + *seconds - *offset) * second_us + *fraction;
}

/// Where a month or a day is left out, it is the first.
std::optional<std::int64_t> read_calendar_time(std::string_view text) {
    TypedScanner scanner(text);
    const auto year = scanner.number(4, 4);
    std::optional<std::int64_t> month = 1;
    std::optional<std::int64_t> day = 1;
    const bool has_month = scanner.literal("-");
    if (has_month) month = scanner.number(2, 2);
    const bool has_day = has_month && month && scanner.literal("-");
    if (has_day) day = scanner.number(2, 2);
    if (!year || !month || !day) return std::nullopt;
    const chrono::year_month_day date{chrono::year(static_cast<int>(*year)),
                                      chrono::month(static_cast<unsigned>(*month)),
                                      chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    const std::int64_t time = chrono::sys_days(date).time_since_epoch().count() * day_us;
    if (scanner.at_end()) return time;
    if (!has_day || !scanner.literal("Tt ")) return std::nullopt;
    const auto of_day = read_time_of_day(scanner);
    return of_day && scanner.at_end() ? std::optional(time + *of_day) : std::nullopt;
}

/// A time as it could have been written; not every text that comes out is one.
std::string respelled(std::string_view text) {
    constexpr std::size_t digits_of_month = 6;
    constexpr std::size_t digits_of_date = 8;
    constexpr std::size_t digits_of_milliseconds = 13;
    if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return std::string(text) + "Z";
    std::string result(text);
    if (text.size() == digits_of_milliseconds) return result.insert(10, ".");
    if (text.size() == digits_of_date) result.insert(6, "-");
    if (text.size() == digits_of_date || text.size() == digits_of_month) result.insert(4, "-");
    return result;
}

}  // namespace

std::optional<std::int64_t> read_duration_us(std::string_view text) {
    constexpr std::array<std::pair<char, std::int64_t>, 5> units{
        {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86'400}, {'w', 604'800}}};
    TypedScanner scanner(text);
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
    auto time_us = read_word(text, now_us);
    if (!time_us) time_us = read_age(text, now_us);
    if (!time_us) time_us = read_unix_seconds(text);
    if (!time_us) time_us = read_calendar_time(text);
    const bool has_name = time_us && *time_us >= first_time_us && *time_us <= last_time_us;
    return has_name ? time_us : std::nullopt;
}

std::string time_advice(std::string_view text) {
    const std::string meant = respelled(text);
    return read_time_us(meant, 0) ? "did you mean " + meant + "?" : time_forms;
}

}  // namespace batchstore
