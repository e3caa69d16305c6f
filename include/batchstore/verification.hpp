#pragma once

#include <batchstore/observation.hpp>

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
};

/// What `verify` found.
struct Verification {
    Head head{};
    std::int64_t observations = 0;
    std::int64_t batches = 0;
    std::vector<std::string> problems{};  ///< one line each, at most 100; empty: nothing was changed

    bool ok() const { return problems.empty(); }
};

}  // namespace batchstore
