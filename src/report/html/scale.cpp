#include "report/html/scale.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace batchstore {

namespace {

struct Unit {
    double size;
    const char* name;
};

constexpr std::array time_units{Unit{86'400, "d"}, Unit{3'600, "h"}, Unit{60, "m"}, Unit{1, "s"}};
constexpr std::array number_units{Unit{1e12, "T"}, Unit{1e9, "B"}, Unit{1e6, "M"}, Unit{1e3, "k"},
                                  Unit{1, ""}};

/// Not more than five steps lead to the greatest number.
constexpr double most_steps = 5;

/// The least of 1, 2 and 5 times a power of ten that is enough.
double round_step(double least) {
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double times : {1.0, 2.0, 5.0}) {
        if (times * power >= least) return times * power;
    }
    return 10 * power;
}

double step_of_time(double least) {
    constexpr std::array<double, 16> steps{1,   2,   5,   10,    15,    30,    60,     120,
                                           300, 600, 900, 1'800, 3'600, 7'200, 10'800, 21'600};
    const auto* step = std::ranges::find_if(steps, [=](double candidate) { return candidate >= least; });
    if (step != steps.end()) return *step;
    constexpr double half_day = 43'200;
    constexpr double day = 86'400;
    return least <= half_day ? half_day : day * round_step(std::max(least / day, 1.0));
}

double step_of(double greatest, ReportType type) {
    const double least = greatest / most_steps;
    if (type == ReportType::seconds) return step_of_time(least);
    const bool whole = type == ReportType::number;
    return round_step(whole ? std::max(least, 1.0) : least);
}

/// In the largest unit of which the step is a multiple, so that all labels of an axis have one unit.
template <std::size_t count>
std::string in_units(double number, double step, const std::array<Unit, count>& units) {
    const auto unit = std::ranges::find_if(units, [=](const Unit& candidate) {
        return candidate.size <= step && std::fmod(step, candidate.size) == 0;
    });
    if (unit == units.end()) return fmt::format("{:.6g}", number);
    return fmt::format("{:.6g}{}", number / unit->size, unit->name);
}

std::string label_of(double number, double step, ReportType type) {
    if (number == 0) return "0";
    if (type == ReportType::share) return fmt::format("{:.6g} %", number * 100);
    if (type == ReportType::seconds) return in_units(number, step, time_units);
    return in_units(number, step, number_units);
}

}  // namespace

std::optional<double> drawable(const ReportValue& value) {
    const auto number = numeric_value(value);
    return number && *number >= 0 ? number : std::nullopt;
}

double greatest_of(const ReportTable& table, const std::vector<std::size_t>& columns) {
    double greatest = 0;
    for (const auto& row : table.rows) {
        for (const std::size_t column : columns)
            greatest = std::max(greatest, drawable(row[column]).value_or(0));
    }
    return greatest;
}

std::vector<Tick> ticks_up_to(double greatest, ReportType type) {
    const double step = step_of(greatest, type);
    std::vector<Tick> ticks;
    for (int i = 0; i == 0 || ticks.back().at < greatest; ++i) {
        const double at = i * step;
        ticks.push_back({at, label_of(at, step, type)});
    }
    return ticks;
}

}  // namespace batchstore
