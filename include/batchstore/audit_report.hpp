#pragma once

#include <batchstore/prices.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/report.hpp>
#include <batchstore/statistics.hpp>

#include <optional>
#include <string>
#include <vector>

/// The report for whoever was not there: what a store knew about the batches of a period.
namespace batchstore {

struct ReportOptions {
    /// Which batches, and as of when; its order and page do not matter. The period of the report is
    /// `created_from` and `created_to`.
    Query query{};
    /// Further tables, each by one or two keys.
    std::vector<std::vector<GroupKey>> by{};
    /// What to compute costs by; none: there is no such section.
    std::optional<PriceList> prices{};
    std::string store{};         ///< where the store is, in the words of who asks
    std::string command_line{};  ///< what was typed, if it was
};

/// Reads the store once, as of one moment, and puts the report together.
/// @throws Error{invalid} as `BatchRepository::find` does for the query, as `statistics` does for keys,
///   and as `costs` does.
Report make_report(const BatchReader& repository, const ReportOptions& options);

}  // namespace batchstore
