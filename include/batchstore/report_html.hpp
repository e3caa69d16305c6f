#pragma once

#include <batchstore/report.hpp>
#include <batchstore/transfer.hpp>

namespace batchstore {

/// Writes a report as one HTML page that needs nothing else: no script, no network, no other file.
///
/// For screens of any width, light and dark, and for paper. Whatever stands in the report, nothing of it
/// becomes markup. The same report gives the same bytes.
void render_html(const Report& report, const Write& write);

}  // namespace batchstore
