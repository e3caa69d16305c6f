#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace batchstore {

/// The name of a column below a chart.
struct AxisLabel {
    std::size_t row = 0;
    std::string text;  ///< short: `Oct 5` for a day, `Oct` for a month
    std::string year;  ///< below the text, where a year begins to be meant; else empty
};

/// How the names of columns stand below them.
struct AxisRoom {
    std::size_t width = 0;      ///< in pixels, of all columns together
    bool at_left_edge = false;  ///< of its column, rather than below the middle: where an interval begins
};

/// So many names of columns as fit without touching, evenly spread, the first always among them. Days and
/// months (`2026-10-05`, `2026-10`) become short; of many days the months are named.
std::vector<AxisLabel> axis_labels(const std::vector<std::string>& names, const AxisRoom& room);

/// Where a label stands, in pixels from the left, in columns so wide together.
struct AxisSpan {
    double left = 0;
    double right = 0;
};
AxisSpan span_of(const AxisLabel& label, std::size_t rows, const AxisRoom& room);

/// Whether the label begins at its place rather than having it in its middle, so as not to stick out.
bool begins_at_edge(const AxisLabel& label, std::size_t rows, const AxisRoom& room);

}  // namespace batchstore
