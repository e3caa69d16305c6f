#include "report/costs/sum.hpp"

#include <limits>

namespace batchstore {

void add(Sum& sum, const Sum& more) {
    sum.batches += more.batches;
    if (__builtin_add_overflow(sum.value, more.value, &sum.value)) {
        using Limits = std::numeric_limits<std::int64_t>;
        sum.value = more.value < 0 ? Limits::min() : Limits::max();
    }
}

void add(Sum& sum, const std::optional<std::int64_t>& number) {
    if (number) add(sum, Sum{*number, 1});
}

}  // namespace batchstore
