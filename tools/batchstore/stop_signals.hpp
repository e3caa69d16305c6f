#pragma once

#include "invocation.hpp"

#include <atomic>
#include <optional>

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

    /// How a command ends that was stopped; nothing if no signal came.
    static std::optional<Exit> exit();
};
