#include <batchstore/report.hpp>

#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr double percents = 100;

/// As near as a comparison needs it.
std::optional<double> compared_number(const ReportValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
    if (const auto* share = std::get_if<double>(&value)) return *share;
    if (const auto* decimal = std::get_if<std::string>(&value)) {
        double number = 0;
        const char* end = decimal->data() + decimal->size();
        if (std::from_chars(decimal->data(), end, number).ptr == end) return number;
    }
    return std::nullopt;
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

std::string change_text(const ReportFact& fact) {
    if (!fact.before) return "";
    const auto now = compared_number(fact.value);
    const auto before = compared_number(*fact.before);
    if (!before) return now ? "unknown before" : "unknown before too";
    if (fact.value == *fact.before) return "no change";
    const std::string was = to_text(fact.column, *fact.before);
    if (!now || *before == 0) return was + " before";
    const std::string change =
        fact.column.type == ReportType::share ? points_text(*now, *before) : percent_text(*now, *before);
    return fmt::format("{} {} {}", change, change.ends_with("much") ? "as" : "than", was);
}

}  // namespace batchstore
