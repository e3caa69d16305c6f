#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace batchstore {

/// Since when a batch is absent, by the times of its answers and absences, which come in any order: since the
/// earliest absence that is later than every answer.
class AbsenceTimes {
public:
    void add_answer(std::int64_t observed_at_us) {
        last_answer_us_ = std::max(last_answer_us_, observed_at_us);
    }
    void add_absence(std::int64_t observed_at_us) { absences_us_.push_back(observed_at_us); }

    /// Of no answers, the least number there is.
    std::int64_t last_answer_us() const { return last_answer_us_; }

    std::optional<std::int64_t> absent_since_us() const {
        std::optional<std::int64_t> since_us;
        for (const std::int64_t time_us : absences_us_) {
            if (time_us > last_answer_us_) since_us = std::min(since_us.value_or(time_us), time_us);
        }
        return since_us;
    }

private:
    std::int64_t last_answer_us_ = std::numeric_limits<std::int64_t>::min();
    std::vector<std::int64_t> absences_us_;
};

}  // namespace batchstore
