#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

namespace batchstore {

/// Writes a chart of a table as a figure with inline SVG. A chart says nothing where fewer than two rows or
/// no number above 0 can be compared; then nothing is written.
/// @param number of the chart on the page, which its parts are named after
/// @returns whether it was written
bool write_chart(HtmlWriter& page, const ReportTable& table, const ReportChart& chart, int number);

/// The patterns that charts are filled with; once a page, before the first of them.
void write_chart_patterns(HtmlWriter& page);

}  // namespace batchstore
