#pragma once

#include "report/html_writer.hpp"

#include <batchstore/report.hpp>

namespace batchstore {

/// Writes a table with its note; without rows, what is true then.
/// @param number of the table on the page
void write_table(HtmlWriter& page, const ReportTable& table, int number);

/// Writes facts as a list of names and values.
void write_facts(HtmlWriter& page, const std::vector<ReportFact>& facts);

}  // namespace batchstore
