#pragma once

#include "repository/rows.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What the rows of a batch should be, by the log.
namespace batchstore {

/// What the log makes of a batch.
struct LoggedState {
    /// @param inputs at least one
    /// @param updates how many of them had the verdict `updated`
    LoggedState(const std::vector<FoldInput>& inputs, std::int64_t updates);

    FoldedState folded;
    std::int64_t entries;
    std::int64_t updates;
    std::int64_t first_us = 0;  ///< observed
    std::int64_t last_us = 0;

    /// The standing nearest to another one that can be true: the log tells when a batch was first seen, and
    /// of repeats, which are counted only, that there were not less than none.
    Standing nearest(Standing standing) const;
};

/// What is wrong with the rows of a batch: `status is "completed", the log says "in_progress"; …`, values cut
/// short. Empty: nothing is.
std::string differences(const BatchRow& row, const LoggedState& logged);

}  // namespace batchstore
