#pragma once

#include <batchstore/observation.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace batchstore {

/// What thinning makes of one batch: docs/decisions/0014-thinning.md.
struct Thinned {
    std::vector<std::size_t> emptied{};  ///< places of entries, ascending; none: nothing can go
    std::int64_t revision = 0;           ///< of the batch, by the entries that stay
};

/// Chooses the entries of a batch that say nothing but counts and that nothing else rests on, and proves by
/// folding what stays that it can do without them. Where that cannot be shown, none is chosen.
///
/// What is emptied is gone for ever, so the choice rests on rules and the proof does not: that what stays has
/// the same verdicts, and gives the same state as of each of its entries and times, is folded entry by entry.
/// Thinning what was thinned chooses nothing.
/// @param entries all that the log has of the batch, in its order
/// @throws Error{corrupt} if one cannot be read.
Thinned thinned(std::span<const Observation> entries);

}  // namespace batchstore
