#pragma once

#include "report/html/writer.hpp"

namespace batchstore {

/// The style sheet of a page: for screens of any width, light and dark, and for paper.
extern const Markup html_style;

}  // namespace batchstore
