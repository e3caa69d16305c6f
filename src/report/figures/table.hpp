#pragma once

#include <batchstore/report.hpp>
#include <batchstore/statistics.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// The groups as rows, with the figures that are named, in this order, and totals.
ReportTable figure_table(const Statistics& statistics, const std::vector<std::string_view>& figures);

/// One of the figures as a fact.
/// @param title in place of that of the column; empty: the same
ReportFact figure_fact(const Figures& figures, std::string_view name, const std::string& title = "");

/// The column of the values of a key.
ReportColumn key_column(const GroupKey& key);

}  // namespace batchstore
