#pragma once

#include "arguments/command_line.hpp"

#include <batchstore/query.hpp>

#include <cstdint>
#include <optional>

/// `--from` and `--to`: the period in which the batches of a report were created.
class Period {
public:
    /// Declares both. Lives as long as `arguments` is used.
    explicit Period(Arguments& arguments);
    Period(const Period&) = delete;
    Period& operator=(const Period&) = delete;
    ~Period() = default;

    /// Asks a query for batches of the period only. To be called after `Arguments::parse`.
    /// @throws UsageError if that leaves nothing
    void narrow(batchstore::Query& query) const;

private:
    std::optional<std::int64_t> from_us_;
    std::optional<std::int64_t> to_us_;
};
