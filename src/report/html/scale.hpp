#pragma once

#include <batchstore/report.hpp>

#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// A number to draw: 0 or more. Nothing for what is not known, or is no number.
std::optional<double> drawable(const ReportValue& value);

/// The greatest number in some columns of a table; 0 if there is none.
double greatest_of(const ReportTable& table, const std::vector<std::size_t>& columns);

/// A mark on an axis from 0.
struct Tick {
    double at = 0;
    std::string label;  ///< short: `200k`, `6h`, `50 %`
};

/// Two to six marks at round numbers from 0 on, of which the last is `greatest` or the next one beyond.
/// @param greatest more than 0
std::vector<Tick> ticks_up_to(double greatest, ReportType type);

}  // namespace batchstore
