#pragma once

#include <batchstore/costs.hpp>
#include <batchstore/report.hpp>

#include <string>
#include <vector>

namespace batchstore {

/// What a group costs, where nothing is priced unknown.
ReportColumn cost_column(const std::string& currency);
ReportValue cost_value(const CostFigures& figures);

/// The columns that say what a group costs and how many batches that is about, and their values.
std::vector<ReportColumn> cost_columns(const std::string& currency);
std::vector<ReportValue> cost_values(const CostFigures& figures, const std::string& currency);

}  // namespace batchstore
