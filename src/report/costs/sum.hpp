#pragma once

#include <batchstore/sum.hpp>

namespace batchstore {

/// Adds a number, if there is one; stays within 64 bits.
void add(Sum& sum, const std::optional<std::int64_t>& number);
void add(Sum& sum, const Sum& more);

}  // namespace batchstore
