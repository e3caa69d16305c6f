#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

namespace batchstore {

/// Writes a value, marked up as what it is.
void write_value(HtmlWriter& page, const ReportColumn& column, const ReportValue& value);

/// The longest text that stands whole on a page if it is to be copied, in bytes.
inline constexpr std::size_t longest_code = 4'096;

}  // namespace batchstore
