#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

#include <vector>

namespace batchstore {

/// Writes a table with its note; without rows, what is true then.
/// @param number of the table on the page
void write_table(HtmlWriter& page, const ReportTable& table, int number);

/// Whether these facts are numbers that people want to see large: there are some, and no words or times.
bool are_figures(const std::vector<ReportFact>& facts);

/// Writes facts as a list of names and values.
void write_facts(HtmlWriter& page, const std::vector<ReportFact>& facts);

}  // namespace batchstore
