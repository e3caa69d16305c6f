#pragma once

#include <batchstore/report.hpp>

#include <string>

namespace batchstore {

/// A large number as people say it: `116.6 M`; any other value as `to_text` has it.
std::string short_text(const ReportColumn& column, const ReportValue& value);

}  // namespace batchstore
