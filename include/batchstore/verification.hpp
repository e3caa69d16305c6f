#pragma once

#include <batchstore/observation.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace batchstore {

struct VerifyOptions {
    /// The log must also pass through this head, which was written down earlier.
    std::optional<Head> since{};
    /// Called now and then with the entries and batches checked so far, and how many there are in all.
    std::function<void(std::int64_t done, std::int64_t total)> on_progress{};
    /// Set to true from anywhere to give up.
    const std::atomic<bool>* stop = nullptr;
};

/// What `verify` found.
struct Verification {
    Head head{};
    std::int64_t observations = 0;  ///< entries of the log, pruned ones included, acts not
    std::int64_t pruned = 0;        ///< of these, entries of which only the digest was kept
    std::int64_t acts = 0;          ///< entries of the log that say what was done to it
    std::int64_t batches = 0;
    std::vector<std::string> problems{};  ///< one line each, at most 100; empty: nothing was changed
    std::vector<std::string> notes{};  ///< what somebody added to the file that changes nothing, as problems
    /// False: the log itself was changed, or does not pass through `since`, or a verdict in it does not
    /// follow from the entries before it. True beside problems: what is wrong follows from the log, or
    /// should, and `rebuild` can make it anew.
    bool log_is_sound = true;
    bool stopped = false;  ///< before the end: the rest is not known

    bool ok() const { return problems.empty() && !stopped; }
};

}  // namespace batchstore
