#pragma once

#include <batchstore/audit_report.hpp>

namespace batchstore {

/// What is odd about what servers said. Reads the log of the batches again.
ReportSection odd_answers_section(const BatchReader& moment, const Query& query);

}  // namespace batchstore
