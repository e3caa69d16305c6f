#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

namespace batchstore {

/// Whether values of a type are numbers or times, which stand in one line.
bool is_figure(ReportType type);

/// Writes a value, marked up as what it is.
void write_value(HtmlWriter& page, const ReportColumn& column, const ReportValue& value);

/// The longest text that stands whole on a page if it is to be copied, in bytes.
inline constexpr std::size_t longest_code = 4'096;

}  // namespace batchstore
