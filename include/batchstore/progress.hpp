#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace batchstore {

/// How far a call of several steps is.
struct Progress {
    std::string_view step;   ///< what it is doing: `copy`, `verify`, `archive` …
    std::string_view unit;   ///< what it counts: `pages`, `batches` …
    std::int64_t done = 0;   ///< of this step
    std::int64_t total = 0;  ///< 0: not known
};

/// Called now and then; empty: nobody wants to know.
using OnProgress = std::function<void(const Progress&)>;

}  // namespace batchstore
