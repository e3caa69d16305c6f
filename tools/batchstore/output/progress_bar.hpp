#pragma once

#include "output/messages.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/// A line on the terminal that says how far a long command is, how fast it goes and how long it still takes.
/// It draws nothing where standard error is no terminal or should stay plain.
class ProgressBar {
public:
    /// `unit` is what is counted: `records`. `allowed` false: draws nothing.
    ProgressBar(Messages& messages, std::string unit, bool allowed = true);
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar();

    /// `count` units so far, which are `share` (0 to 1) of all, where that is known.
    void show(const std::string& label, std::int64_t count, std::optional<double> share);

private:
    using Clock = std::chrono::steady_clock;

    Messages& messages_;
    std::string unit_;
    std::size_t width_ = 0;  ///< 0: draws nothing
    Clock::time_point started_ = Clock::now();
    Clock::time_point drawn_{};
};
