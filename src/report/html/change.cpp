#include "report/html/change.hpp"

#include "report/html/scale.hpp"

#include <cmath>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr double percents = 100;

bool is_known(const ReportValue& value) {
    return !std::holds_alternative<std::monostate>(value);
}

const char* direction(double difference) {
    return difference > 0 ? "more" : "less";
}

/// Between two shares: `1.2 points more`.
std::string points_text(double now, double before) {
    const double points = (now - before) * percents;
    constexpr double least = 0.1;
    const std::string size =
        std::abs(points) < least / 2 ? "less than 0.1" : fmt::format("{:.1f}", std::abs(points));
    return fmt::format("{} points {}", size, direction(points));
}

/// What is almost nothing, or almost all, is not rounded to it.
std::string percent_text(double now, double before) {
    const double percent = (now - before) / before * percents;
    constexpr double tenfold = 900;
    if (percent >= tenfold) return fmt::format("{:.0f} times as much", now / before);
    const double size = std::round(std::abs(percent));
    if (size < 1) return fmt::format("less than 1 % {}", direction(percent));
    if (size >= percents && percent < 0 && now > 0) return "over 99 % less";
    return fmt::format("{:.0f} % {}", size, direction(percent));
}

}  // namespace

std::string short_text(const ReportColumn& column, const ReportValue& value) {
    const bool counts = column.type == ReportType::number || column.type == ReportType::decimal;
    const double number = counts ? drawable(value).value_or(0) : 0;
    // Beyond, a number would be rounded up to 1000 of its unit.
    constexpr double nearly = 999.95;
    constexpr double million = 1e6;
    if (number < million) return to_text(column, value);
    double unit = million;
    for (const char* letter : {"M", "B"}) {
        if (number / unit < nearly) return fmt::format("{:.1f} {}", number / unit, letter);
        unit *= 1e3;
    }
    return fmt::format("{:.1f} T", number / unit);
}

std::string change_text(const ReportColumn& column, const ReportValue& now, const ReportValue& before) {
    if (!is_known(before)) return is_known(now) ? "unknown before" : "unknown before too";
    const std::string was = to_text(column, before);
    if (now == before) return "no change";
    const auto number = drawable(now);
    const auto number_before = drawable(before);
    const bool is_time = column.type == ReportType::time || column.type == ReportType::microseconds;
    const bool is_text = column.type == ReportType::text || column.type == ReportType::code;
    if (!number || !number_before || *number_before == 0 || is_time || is_text) return was + " before";
    const std::string change = column.type == ReportType::share ? points_text(*number, *number_before)
                                                                : percent_text(*number, *number_before);
    return fmt::format("{} {} {}", change, change.ends_with("much") ? "as" : "than", was);
}

}  // namespace batchstore
