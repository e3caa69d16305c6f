#pragma once

#include <batchstore/costs.hpp>

namespace batchstore::testing {

inline void add_to(CostFigures& sum, const CostFigures& more) {
    sum.amount += more.amount;
    sum.priced += more.priced;
    sum.unpriced += more.unpriced;
    sum.unknown += more.unknown;
    sum.input_tokens += more.input_tokens;
    sum.cached_tokens += more.cached_tokens;
    sum.output_tokens += more.output_tokens;
}

}  // namespace batchstore::testing
