#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace batchstore {

/// Microseconds since 1970, by the system's clock.
inline std::int64_t now_us() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

/// The clock of a log: each moment is later than the one before, whatever the system's clock does.
class LogClock {
public:
    /// @param recorded_at_us when the last entry was recorded
    std::int64_t next(std::int64_t recorded_at_us) {
        last_us_ = std::max({now_us(), last_us_ + 1, recorded_at_us + 1});
        return last_us_;
    }

private:
    std::int64_t last_us_ = 0;
};

}  // namespace batchstore
