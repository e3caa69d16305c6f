#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

#include <vector>

namespace batchstore {

/// Writes a table with its note; without rows, what is true then.
/// @param number of the table on the page
void write_table(HtmlWriter& page, const ReportTable& table, int number);

}  // namespace batchstore
