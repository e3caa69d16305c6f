#pragma once

#include <batchstore/observation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What `Store::remove` and `Store::thin` are told, and what they tell.
namespace batchstore {

/// Longer reasons are refused.
inline constexpr std::size_t max_reason_bytes = 1'024;

/// What the log says of a removal beside what was removed.
struct RemovalOptions {
    /// Who removes: a short free label as `RefreshOptions::source`.
    std::string source{};
    /// Why, in UTF-8, in at most `max_reason_bytes`.
    std::string reason{};
    std::optional<Digest> archive_sha256{};  ///< of the file that has the entries, if one was written
};

/// What `Store::remove` or `Store::thin` did.
struct Removed {
    std::int64_t batches = 0;          ///< that were removed, or of which some entries were
    std::int64_t observations = 0;     ///< of these batches: entries of the log that were emptied
    std::vector<std::int64_t> acts{};  ///< the `seq` of the entries that say so

    bool operator==(const Removed&) const = default;
};

}  // namespace batchstore
