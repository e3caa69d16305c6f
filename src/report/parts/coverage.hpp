#pragma once

#include <batchstore/audit_report.hpp>
#include <batchstore/store_info.hpp>

namespace batchstore {

/// What the store was when the report was made.
struct Coverage {
    StoreInfo info{};              ///< of now
    Head head{};                   ///< of the log up to the last entry that counts
    std::int64_t log_entries = 0;  ///< that count
    std::int64_t batches = 0;      ///< that were known
    std::int64_t known_at_us = 0;  ///< how far the store's knowledge goes; 0: it knows nothing
};

/// @throws as `make_report`
Coverage coverage_of(const BatchReader& moment, const Query& query);

/// @param batches that the report is about
ReportSection coverage_section(const Coverage& coverage, const ReportOptions& options, std::int64_t batches);

}  // namespace batchstore
