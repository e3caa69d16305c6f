#pragma once

#include "repository/thinning/known_order.hpp"

#include <cstddef>
#include <vector>

namespace batchstore {

/// Whether what is kept of a batch has the same verdicts without the rest, and gives the same state as of
/// each of its entries, in an order in which they become known.
/// @param kept by the places of the entries
bool is_same_without(const BatchEntries& entries, const KnownOrder& order, const std::vector<bool>& kept,
                     bool with_verdicts);

/// Whether an answer that goes would change nothing if it came again, however late.
/// @param support the answers on which the state rests, places in the log
bool are_harmless_repeats(const BatchEntries& entries, const std::vector<bool>& kept,
                          const std::vector<std::size_t>& support);

}  // namespace batchstore
