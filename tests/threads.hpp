#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

namespace batchstore::testing {

/// Runs `work(0)` to `work(count - 1)`, each in a thread of its own, and waits for all.
inline void in_threads(int count, const std::function<void(int)>& work) {
    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
    for (std::thread& thread : threads) thread.join();
}

/// Waits, without a time, until something is so that other threads bring about.
inline void wait_until(const std::function<bool()>& is_so) {
    while (!is_so()) std::this_thread::yield();
}

}  // namespace batchstore::testing
