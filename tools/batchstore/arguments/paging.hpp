#pragma once

#include "arguments/command_line.hpp"

#include <batchstore/repository.hpp>

#include <cstdint>
#include <functional>
#include <string>

/// The options that say how many batches: `--limit` and `--all`.
class Amount {
public:
    /// @param usual how many if neither is typed
    Amount(Arguments& arguments, std::int64_t usual);
    Amount(const Amount&) = delete;
    Amount& operator=(const Amount&) = delete;
    ~Amount() = default;

    /// How many are wanted at most.
    std::int64_t most() const;

private:
    std::int64_t limit_;
    bool all_ = false;
};

/// Asks for page after page of a query, its limit aside, and calls `visit` with each batch, `most` of them at
/// most. `visit` returns false to stop.
/// @returns the token of the page behind them; empty: there is none, or it was stopped
std::string each_page(const batchstore::BatchReader& repository, batchstore::Query query, std::int64_t most,
                      const std::function<bool(const batchstore::StoredBatch&)>& visit);
