#include "model/conversions.hpp"

#include "model/rfc3339.hpp"
#include "model/spelling.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace batchstore {

namespace {

/// All of `text` as a decimal integer.
std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// What stands before the point of a JSON number, if that fits 64 bits, and whether something stands behind
/// it. Digits are moved, not calculated with: a double would change them.
std::optional<std::int64_t> whole_part(std::string_view token, bool& fraction) {
    if (const auto integer = parse_integer(token)) {
        return integer;
    }
    constexpr std::int64_t most_places = 400;
    const std::size_t mark = std::min(token.find_first_of("eE"), token.size());
    std::string_view exponent = token.substr(mark);
    exponent.remove_prefix(std::min(exponent.find_first_not_of("eE+"), exponent.size()));
    const auto shift = exponent.empty() ? std::optional<std::int64_t>(0) : parse_integer(exponent);
    if (!shift || *shift > most_places || *shift < -most_places) {
        return std::nullopt;
    }
    std::string digits(token.substr(0, mark));
    const bool negative = digits.front() == '-';
    digits.erase(0, negative ? 1 : 0);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    digits.erase(point, 1);
    const std::int64_t places = static_cast<std::int64_t>(point) + *shift;
    digits.insert(0, static_cast<std::size_t>(std::max(-places, std::int64_t{0})), '0');
    const auto whole = static_cast<std::size_t>(std::max(places, std::int64_t{0}));
    digits.resize(std::max(digits.size(), whole), '0');
    fraction = digits.find_first_not_of('0', whole) != std::string::npos;
    return parse_integer((negative ? "-0" : "0") + digits.substr(0, whole));
}

constexpr std::int64_t least_milliseconds = 100'000'000'000;

/// Seconds as the normal form holds them: read again, they must not pass for milliseconds.
Converted<std::int64_t> plain_seconds(std::int64_t seconds, bool as_documented) {
    if (seconds <= 0) {
        return {std::nullopt, true, as_documented};
    }
    if (seconds >= least_milliseconds) {
        return {std::nullopt, false, false};
    }
    return {seconds, true, as_documented};
}

Converted<std::int64_t> seconds_of(std::int64_t number, bool as_documented) {
    return number >= least_milliseconds ? plain_seconds(number / 1000, false)
                                        : plain_seconds(number, as_documented);
}

/// A text of digits alone, which may also be a date without marks: a time only where it is one of this
/// century.
Converted<std::int64_t> seconds_of_digits(std::string_view digits) {
    constexpr std::int64_t start_of_2000 = 946'684'800;
    constexpr std::int64_t start_of_2100 = 4'102'444'800;
    const auto number = parse_integer(digits);
    if (number && *number == 0) {
        return {std::nullopt, true, false};
    }
    for (const std::int64_t unit : {1, 1000}) {
        if (number && *number >= start_of_2000 * unit && *number < start_of_2100 * unit) {
            return {*number / unit, true, false};
        }
    }
    return {std::nullopt, false, false};
}

bool is_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// With one l they are the same word.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> one_l{
    {{"canceled", Status::cancelled}, {"canceling", Status::cancelling}}};

}  // namespace

Converted<std::int64_t> to_seconds(const JsonValue& value) {
    if (value.kind == JsonKind::null) {
        return {};
    }
    if (value.kind == JsonKind::number) {
        bool fraction = false;
        const auto number = whole_part(value.text, fraction);
        const bool integer = parse_integer(value.text).has_value();
        return number ? seconds_of(*number, integer) : Converted<std::int64_t>{std::nullopt, false, false};
    }
    if (value.kind == JsonKind::text) {
        if (value.text.empty()) {
            return {std::nullopt, true, false};
        }
        if (is_digits(value.text)) {
            return seconds_of_digits(value.text);
        }
        if (const auto number = parse_integer(value.text)) {
            return {std::nullopt, *number <= 0, false};
        }
        if (const auto micros = parse_rfc3339_us(value.text)) {
            return plain_seconds(*micros / 1'000'000, false);
        }
    }
    return {std::nullopt, false, false};
}

Converted<std::int64_t> to_integer(const JsonValue& value) {
    if (value.kind == JsonKind::null) {
        return {};
    }
    if (value.kind == JsonKind::number || value.kind == JsonKind::text) {
        if (const auto integer = parse_integer(value.text)) {
            return {integer, true, value.kind == JsonKind::number};
        }
    }
    if (value.kind == JsonKind::number) {
        bool fraction = false;
        const auto number = whole_part(value.text, fraction);
        if (number && !fraction) {
            return {number, true, false};
        }
    }
    if (value.kind == JsonKind::text && value.text.empty()) {
        return {std::nullopt, true, false};
    }
    return {std::nullopt, false, false};
}

Converted<std::int64_t> to_count(const JsonValue& value) {
    auto count = to_integer(value);
    if (count.value && *count.value < 0) {
        return {std::nullopt, false, false};
    }
    return count;
}

Converted<std::string> to_text(const JsonValue& value) {
    if (value.kind == JsonKind::null || (value.kind == JsonKind::text && value.text.empty())) {
        return {};
    }
    if (value.kind == JsonKind::text && value.storable) {
        return {std::string(value.text), true, true};
    }
    return {std::nullopt, false, false};
}

Converted<std::string> to_code(const JsonValue& value) {
    return value.kind == JsonKind::number ? Converted<std::string>{std::string(value.text), true, false}
                                          : to_text(value);
}

bool is_documented_status(std::string_view status) {
    return std::ranges::find(every_status, status) != every_status.end();
}

std::string normal_status(std::string status) {
    for (const std::string_view documented : every_status) {
        if (spells(status, documented)) {
            return std::string(documented);
        }
    }
    for (const auto& [spelling, documented] : one_l) {
        if (spells(status, spelling)) {
            return std::string(documented);
        }
    }
    return in_small_letters(std::move(status));
}

}  // namespace batchstore
