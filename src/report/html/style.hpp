#pragma once

#include "report/html/writer.hpp"

namespace batchstore {

/// The style sheet of a page, for screens of any width, light and dark.
extern const Markup html_style;

/// What is different on paper. It stands behind the other.
extern const Markup html_print_style;

}  // namespace batchstore
