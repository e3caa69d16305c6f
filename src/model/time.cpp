#include <batchstore/time.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace batchstore {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t start_of_year_1 = -62'135'596'800;
constexpr std::int64_t end_of_year_9999 = 253'402'300'799;

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
    if (seconds < start_of_year_1 || seconds > end_of_year_9999) return std::to_string(seconds);
    return calendar_text(seconds) + "Z";
}

std::string iso8601_from_us(std::int64_t microseconds) {
    const auto time = chrono::microseconds(microseconds);
    const auto seconds = chrono::floor<chrono::seconds>(time);
    const auto milliseconds = chrono::floor<chrono::milliseconds>(time - seconds).count();
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(milliseconds));
    if (seconds.count() < start_of_year_1 || seconds.count() > end_of_year_9999) {
        return std::to_string(microseconds);
    }
    return calendar_text(seconds.count()) + fraction.data();
}

}  // namespace batchstore
