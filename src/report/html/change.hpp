#pragma once

#include <batchstore/report.hpp>

#include <string>

namespace batchstore {

/// A large number as people say it: `116.6 M`; any other value as `to_text` has it.
std::string short_text(const ReportColumn& column, const ReportValue& value);

/// What became of a value since the period before, with what it was: `12 % more than 1,234`.
std::string change_text(const ReportColumn& column, const ReportValue& now, const ReportValue& before);

}  // namespace batchstore
