#pragma once

#include <batchstore/oddities.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// Looks at the answers about one batch, and at its absences, in the order in which they were observed.
class AnswerComparison {
public:
    void pass_absence() { absent_ = true; }
    /// @returns what is odd about the next answer; good until the next call
    const std::vector<AnswerOddity>& next(const Observation& observation, const Batch& answer);

private:
    void compare_status(const Observation& observation, const Batch& answer);
    void compare_counts(const RequestCounts& counts);

    std::vector<AnswerOddity> found_;
    bool absent_ = false;                  ///< since the answer before
    std::optional<std::string> ended_as_;  ///< since the last revival
    std::optional<std::int64_t> created_at_;
    std::optional<std::int64_t> completed_;
    std::optional<std::int64_t> failed_;
};

}  // namespace batchstore
