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

/// Microseconds that the clock of a log waits out. What lies further ahead was told by a clock that was
/// wrong.
inline constexpr std::int64_t clock_patience_us = 3'600'000'000;

/// The clock of a log: each moment is later than the one before while the system's clock stands still or goes
/// back by less than an hour. A moment that lies further ahead was told by a clock that was wrong, and is no
/// reason to be wrong for ever.
class LogClock {
public:
    /// @param recorded_at_us when the last entry was recorded
    /// @param now the system's clock
    std::int64_t next(std::int64_t recorded_at_us, std::int64_t now = now_us()) {
        last_us_ = std::max(after(last_us_, now), after(recorded_at_us, now));
        return last_us_;
    }

private:
    static std::int64_t after(std::int64_t before, std::int64_t now) {
        return before >= now && before < now + clock_patience_us ? before + 1 : now;
    }

    std::int64_t last_us_ = 0;
};

}  // namespace batchstore
