#pragma once

#include <atomic>

/// Takes SIGINT (Ctrl-C) and SIGTERM as a wish to stop, as long as it lives; a second one ends the program at
/// once, as ever. One at a time.
class StopSignals {
public:
    StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    ~StopSignals();

    /// Becomes true with the signal.
    static const std::atomic<bool>& wanted();

    /// The number of the signal that came; 0: none.
    static int caught();
};
