#pragma once

#include <batchstore/observation.hpp>
#include <batchstore/repository.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>

/// Which entries of the log are shown.
struct WantedEntries {
    std::set<std::string> ids{};             ///< of one of these batches; empty: of any
    std::set<std::string> sources{};         ///< from one of these; empty: from any
    bool with_unchanged = false;             ///< also answers that changed nothing
    std::optional<std::int64_t> since_us{};  ///< recorded then or later

    bool has(const batchstore::Observation& entry) const;
};

/// The entry behind which the wanted ones begin, found through the order of the log: the last `most` of them.
/// @param most none: all that were recorded since the time, or since ever
std::int64_t beginning_of(const batchstore::BatchReader& moment, const WantedEntries& wanted,
                          const std::optional<std::int64_t>& most);
