#include "report/parts/period.hpp"

#include <batchstore/report.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

/// The time in which the batches of a report were created.
namespace batchstore {

namespace {

constexpr std::int64_t day_seconds = 86'400;

/// None: it is not midnight.
std::optional<std::chrono::year_month_day> midnight_of(std::int64_t seconds) {
    constexpr std::int64_t last = 253'402'300'800;  // the year 9999 ends; what follows is told in seconds
    if (seconds % day_seconds != 0 || seconds < -last || seconds > last) return std::nullopt;
    return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(seconds / day_seconds)));
}

/// The name of a year, a month or a day; empty: it is none of them.
std::string calendar_name(const ReportPeriod& period) {
    using namespace std::chrono;
    static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
    const auto from = midnight_of(period.from);
    const auto to = midnight_of(period.to);
    if (!from || !to) return "";
    const bool is_first = static_cast<unsigned>(from->day()) == 1;
    const int year = static_cast<int>(from->year());
    if (is_first && *from + std::chrono::months(1) == *to) {
        return fmt::format("in {} {}", months.at(static_cast<unsigned>(from->month()) - 1), year);
    }
    if (from->month() == January && is_first && *from + years(1) == *to) {
        return fmt::format("in {}", year);
    }
    return period.to - period.from == day_seconds ? "on " + day_or_time(period.from) : "";
}

}  // namespace

std::optional<ReportPeriod> period_before(const Query& query, std::int64_t known_at_us) {
    if (!query.created_from) return std::nullopt;
    constexpr std::int64_t us_per_second = 1'000'000;
    const std::int64_t from = *query.created_from;
    const std::int64_t known_to = known_at_us / us_per_second + 1;
    const std::int64_t to = std::min(query.created_to.value_or(known_to), known_to);
    ReportPeriod before{.to = from};
    std::int64_t length = 0;
    if (to <= from || __builtin_sub_overflow(to, from, &length) ||
        __builtin_sub_overflow(from, length, &before.from)) {
        return std::nullopt;
    }
    return before;
}

std::string day_or_time(std::int64_t seconds) {
    const std::string text = iso8601(seconds);
    return text.ends_with("T00:00:00Z") ? text.substr(0, text.find('T')) : text;
}

std::string title_of_period(const Query& query) {
    if (query.created_from && query.created_to) {
        const std::string name = calendar_name({*query.created_from, *query.created_to});
        if (!name.empty()) return "Batches created " + name;
        return fmt::format("Batches created from {} to {}", day_or_time(*query.created_from),
                           day_or_time(*query.created_to));
    }
    if (query.created_from)
        return fmt::format("Batches created from {} on", day_or_time(*query.created_from));
    if (query.created_to) return fmt::format("Batches created before {}", day_or_time(*query.created_to));
    return "All batches";
}

std::string length_of_period(const ReportPeriod& period) {
    const std::int64_t length = period.to - period.from;
    if (length == day_seconds) return "1 day";
    if (length % day_seconds == 0) return grouped(length / day_seconds) + " days";
    return to_text({"", "", ReportType::seconds}, length);
}

}  // namespace batchstore
