#pragma once

#include <batchstore/report.hpp>

#include <optional>

namespace batchstore {

/// A value that may not be known.
template <class Value>
ReportValue report_value(const std::optional<Value>& value) {
    return value ? ReportValue(*value) : ReportValue();
}

}  // namespace batchstore
