#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

#include <vector>

namespace batchstore {

/// Whether facts are what people want to see first and large: one is compared with what it was before, or all
/// are numbers and no words or times.
bool are_figures(const std::vector<ReportFact>& facts);

/// Writes facts as a list of names and values; first and large those that have a value of the period before,
/// with what became of it.
void write_facts(HtmlWriter& page, const std::vector<ReportFact>& facts);

}  // namespace batchstore
