#pragma once

#include "repository/rows.hpp"

#include <cstdint>
#include <string>

/// What the rows of a batch should be, by the log.
namespace batchstore {

/// What the log makes of a batch, entry by entry.
class LoggedState {
public:
    /// Adds the next entry in the order of the log. @returns the verdict that follows
    Verdict add(FoldInput input);

    bool empty() const { return entries_ == 0; }
    const FoldedState& folded() const { return folding_.folded(); }

    /// The standing nearest to another one that can be true: the log tells when a batch was first seen, and
    /// of repeats, which are counted only, that there were not less than none.
    Standing nearest(Standing standing) const;

private:
    Folding folding_;
    std::int64_t entries_ = 0;
    std::int64_t updates_ = 0;
    std::int64_t first_us_ = 0;  ///< observed
    std::int64_t last_us_ = 0;
};

/// What is wrong with the rows of a batch: `status is "completed", the log says "in_progress"; …`, values cut
/// short. Empty: nothing is.
std::string differences(const BatchRow& row, const LoggedState& logged);

}  // namespace batchstore
