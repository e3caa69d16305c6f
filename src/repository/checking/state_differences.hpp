#pragma once

#include "repository/absence_times.hpp"
#include "repository/rows.hpp"

#include <cstdint>
#include <limits>
#include <string>

/// What the rows of a batch should be, by the log.
namespace batchstore {

/// What the log makes of a batch, entry by entry.
class LoggedState {
public:
    /// Adds the next entry in the order of the log, an answer or an absence. @returns the verdict that
    /// follows
    Verdict add(FoldInput input);
    void add_absence(std::int64_t observed_at_us);

    /// Whether there was no answer.
    bool empty() const { return answers_ == 0; }
    const FoldedState& folded() const { return folding_.folded(); }

    /// The standing nearest to another one that can be true: the log tells when a batch was first seen and
    /// whether it is absent, and of repeats, which are counted only, that there were not less than none.
    Standing nearest(Standing standing) const;

private:
    Folding folding_;
    AbsenceTimes times_;
    std::int64_t answers_ = 0;
    std::int64_t absences_ = 0;
    std::int64_t updates_ = 0;
    std::int64_t first_us_ = 0;                                        ///< the first answer
    std::int64_t last_us_ = std::numeric_limits<std::int64_t>::min();  ///< the last entry
};

/// What is wrong with the rows of a batch: `status is "completed", the log says "in_progress"; …`, values cut
/// short. Empty: nothing is.
std::string differences(const BatchRow& row, const LoggedState& logged);

}  // namespace batchstore
