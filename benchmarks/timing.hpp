#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <vector>

/// How the programs here take and print times. The limit uses it too: only the standard library.
namespace timing {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class Work>
double seconds(Work&& work) {
    const auto start = Clock::now();
    work();
    return seconds_since(start);
}

template <class Work>
double microseconds(Work&& work) {
    return seconds(work) * 1e6;
}

/// Prints `NAME p50 p99`: the median and the 99th percentile of times in microseconds.
inline void print_percentiles(const char* name, std::vector<double> times) {
    if (times.empty()) {
        std::printf("%s nan nan\n", name);
        return;
    }
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("%s %.1f %.1f\n", name, at(0.5), at(0.99));
}

}  // namespace timing
