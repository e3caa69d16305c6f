#include <batchstore/amount.hpp>
#include <batchstore/report.hpp>
#include <batchstore/time.hpp>

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// What is almost nothing or almost all is not rounded to it.
std::string share_text(double share) {
    constexpr double smallest = 0.001;
    if (share > 0 && share < smallest / 2) return "< 0.1 %";
    if (share < 1 && share > 1 - smallest / 2) return "> 99.9 %";
    return fmt::format("{:.1f} %", share * 100);
}

/// `1d 02h 00m 05s`: exact, from the largest unit that is needed down to seconds.
std::string length_text(std::int64_t seconds) {
    std::string text = seconds < 0 ? "-" : "";
    const auto unsigned_seconds = static_cast<std::uint64_t>(seconds);
    const std::uint64_t length = seconds < 0 ? -unsigned_seconds : unsigned_seconds;
    struct Unit {
        std::uint64_t seconds;
        std::uint64_t of_the_next;
        char letter;
    };
    constexpr Unit units[]{{86'400, 0, 'd'}, {3'600, 24, 'h'}, {60, 60, 'm'}, {1, 60, 's'}};
    bool begun = false;
    for (const Unit& unit : units) {
        if (!begun && length < unit.seconds && unit.letter != 's') continue;
        const std::uint64_t count = begun ? length / unit.seconds % unit.of_the_next : length / unit.seconds;
        text += begun ? fmt::format(" {:02}{}", count, unit.letter) : fmt::format("{}{}", count, unit.letter);
        begun = true;
    }
    return text;
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string number_text(ReportType type, std::int64_t number) {
    switch (type) {
        case ReportType::seconds:
            return length_text(number);
        case ReportType::time:
            return iso8601(number);
        case ReportType::microseconds:
            return iso8601_from_us(number);
        default:
            return grouped(number);
    }
}

}  // namespace

std::string to_text(const ReportColumn& column, const ReportValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return number_text(column.type, *number);
    if (const auto* share = std::get_if<double>(&value)) return share_text(*share);
    if (const auto* text = std::get_if<std::string>(&value)) {
        return column.type == ReportType::decimal ? rounded_text(*text) : *text;
    }
    if (const auto* ids = std::get_if<std::vector<std::string>>(&value)) return joined(*ids);
    return column.unset;
}

bool is_figure(ReportType type) {
    return type != ReportType::text && type != ReportType::code && type != ReportType::ids;
}

std::optional<double> numeric_value(const ReportValue& value) {
    double number = 0;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        number = static_cast<double>(*whole);
    } else if (const auto* share = std::get_if<double>(&value)) {
        number = *share;
    } else if (const auto* decimal = std::get_if<std::string>(&value)) {
        const char* end = decimal->data() + decimal->size();
        if (std::from_chars(decimal->data(), end, number).ptr != end) return std::nullopt;
    } else {
        return std::nullopt;
    }
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    const std::size_t digits_start = number < 0 ? 1 : 0;
    for (std::size_t i = text.size(); i > digits_start + 3;) {
        i -= 3;
        text.insert(i, ",");
    }
    return text;
}

}  // namespace batchstore
