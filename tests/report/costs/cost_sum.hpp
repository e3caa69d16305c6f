#pragma once

#include <batchstore/costs.hpp>

namespace batchstore::testing {

inline void add_to(CostFigures& sum, const CostFigures& more) {
    sum.amount += more.amount;
    sum.priced += more.priced;
    sum.unpriced += more.unpriced;
    sum.unknown += more.unknown;
    for (const auto tokens : {&CostFigures::input_tokens, &CostFigures::cached_tokens,
                              &CostFigures::output_tokens, &CostFigures::unpriced_tokens}) {
        (sum.*tokens).value += (more.*tokens).value;
        (sum.*tokens).batches += (more.*tokens).batches;
    }
}

}  // namespace batchstore::testing
