#include <batchstore/report.hpp>

#include <cmath>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr double percents = 100;

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

std::string change_text(const ReportFact& fact) {
    if (!fact.before) return "";
    const auto now = numeric_value(fact.value);
    const auto before = numeric_value(*fact.before);
    if (!before) return now ? "unknown before" : "unknown before too";
    if (fact.value == *fact.before) return "no change";
    const std::string was = to_text(fact.column, *fact.before);
    if (!now || *before == 0) return was + " before";
    const std::string change =
        fact.column.type == ReportType::share ? points_text(*now, *before) : percent_text(*now, *before);
    return fmt::format("{} {} {}", change, change.ends_with("much") ? "as" : "than", was);
}

}  // namespace batchstore
