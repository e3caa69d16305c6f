#pragma once

#include "output/terminal.hpp"

#include <batchstore/report.hpp>

#include <string>

/// A table of a report for people to read, with a bar in each row where it has a chart.
///
/// Columns that do not fit beside the others stand in a block of their own below them, where the rows are
/// named again. Long texts are cut. Server text is made harmless.
std::string text_of(const batchstore::ReportTable& table, const Terminal& terminal);

/// The same above its note; without rows, what is true then.
/// @param titled below its title
std::string whole_text_of(const batchstore::ReportTable& table, bool titled, const Terminal& terminal);
