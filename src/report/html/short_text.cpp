#include "report/html/short_text.hpp"

#include "report/html/scale.hpp"

#include <fmt/format.h>

namespace batchstore {

std::string short_text(const ReportColumn& column, const ReportValue& value) {
    const bool counts = column.type == ReportType::number || column.type == ReportType::decimal;
    const double number = counts ? drawable(value).value_or(0) : 0;
    // Beyond, a number would be rounded up to 1000 of its unit.
    constexpr double nearly = 999.95;
    constexpr double million = 1e6;
    if (number < million) return to_text(column, value);
    double unit = million;
    for (const char* letter : {"M", "B"}) {
        if (number / unit < nearly) return fmt::format("{:.1f} {}", number / unit, letter);
        unit *= 1e3;
    }
    return fmt::format("{:.1f} T", number / unit);
}

}  // namespace batchstore
