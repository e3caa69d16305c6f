#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
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

/// What stands at a share of sorted times; 0 if there are none.
inline double at(const std::vector<double>& sorted, double share) {
    return sorted.empty() ? 0
                          : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

/// Prints `NAME p50 p99`: the median and the 99th percentile of times in microseconds.
inline void print_percentiles(const char* name, std::vector<double> times) {
    if (times.empty()) {
        std::printf("%s nan nan\n", name);
        return;
    }
    std::sort(times.begin(), times.end());
    std::printf("%s %.1f %.1f\n", name, at(times, 0.5), at(times, 0.99));
}

/// The times of all threads, sorted.
inline std::vector<double> joined(const std::vector<std::vector<double>>& of_threads) {
    std::vector<double> all;
    for (const auto& times : of_threads) all.insert(all.end(), times.begin(), times.end());
    std::sort(all.begin(), all.end());
    return all;
}

/// Prints `RATE p50 p99 p999 LONGEST` and no end of the line: calls a second, and microseconds.
inline void print_load(const std::vector<std::vector<double>>& of_threads, double seconds) {
    const std::vector<double> all = joined(of_threads);
    std::printf("%.0f %.1f %.1f %.1f %.1f", static_cast<double>(all.size()) / seconds, at(all, 0.5),
                at(all, 0.99), at(all, 0.999), at(all, 1));
}

/// What a program that puts a store under a load is told.
struct Load {
    std::string store;
    int threads = 1;  ///< that write
    int readers = 0;
    int seconds = 5;
    bool durable = false;
};

/// Reads `STORE [--threads N] [--readers N] [--seconds N] [--durable]`.
/// @returns false if the words cannot be understood
inline bool understand(const std::vector<std::string>& words, Load& load) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto number = [&](const char* name, int least, int& value) {
            if (words[i] != name || i + 1 == words.size()) return false;
            value = std::atoi(words[++i].c_str());
            return value >= least;
        };
        if (words[i] == "--durable") {
            load.durable = true;
        } else if (!words[i].starts_with("-") && load.store.empty()) {
            load.store = words[i];
        } else if (!number("--threads", 1, load.threads) && !number("--readers", 0, load.readers) &&
                   !number("--seconds", 1, load.seconds)) {
            return false;
        }
    }
    return !load.store.empty();
}

}  // namespace timing
