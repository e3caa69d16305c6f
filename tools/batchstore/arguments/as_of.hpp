#pragma once

#include <batchstore/observation.hpp>
#include <batchstore/reader.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// What somebody looks back to: a time, or an end that the log had. Neither: now.
struct AsOf {
    std::optional<std::int64_t> time_us;
    std::optional<batchstore::PastHead> head;

    /// @param asked a query, or what `get` takes
    template <class Asked>
    void apply(Asked& asked) const {
        asked.as_of_us = time_us;
        asked.as_of_head = head;
    }
};

/// What was typed behind `--as-of`: a time as everywhere, or `SEQ` or `SEQ:DIGEST`. Unix seconds, a year from
/// 1970 to 2099 and a date that was misspelled are no SEQ. @throws UsageError
AsOf as_of_typed(const std::string& text, std::int64_t now_us);
