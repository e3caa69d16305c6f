#pragma once

#include "report/html/writer.hpp"

#include <batchstore/report.hpp>

#include <cstddef>

namespace batchstore {

/// How wide a table is at least, in characters, the space between columns included.
std::size_t characters_across(const ReportTable& table);

/// Whether a section has a table that is too wide for pages in portrait, in small type too.
bool needs_landscape(const ReportSection& section);

/// The class, with a space before it, of what else a table needs on paper: small type; to stay whole, if it
/// is short; columns side by side, if it is long and narrow. None of these: empty.
/// @param landscape whether its section has such pages
Markup paper_class(const ReportTable& table, bool landscape);

/// A longer table scrolls in its own box on a screen, and stands in columns on paper if it is narrow.
inline constexpr std::size_t many_rows = 40;

}  // namespace batchstore
