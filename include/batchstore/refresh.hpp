#pragma once

#include <batchstore/observation.hpp>
#include <batchstore/reading.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What `BatchRepository::refresh` and `note_absence` are told, and what they tell.
namespace batchstore {

/// Longer labels of sources are refused.
inline constexpr std::size_t max_source_bytes = 256;

/// Longer words of a server that does not know a batch are refused.
inline constexpr std::size_t max_absence_bytes = std::size_t{64} << 10;

/// How an answer came to be seen.
struct RefreshOptions {
    /// When the answer was obtained, in microseconds since 1970, in the years 1 to 9999. Not given: the
    /// clock, a microsecond after the entry before it where that stands still or went back by less than an
    /// hour, so that answers keep the order in which they were handed over.
    std::optional<std::int64_t> observed_at_us{};
    /// Who saw it: a short free label in UTF-8 such as `poller-1`, of at most `max_source_bytes`.
    std::string source{};
    /// `observed` only for servers that re-open batches; see `Precedence`.
    Precedence precedence = Precedence::lifecycle;
};

/// How an absence came to be seen: as `RefreshOptions` says it of answers.
struct AbsenceOptions {
    std::optional<std::int64_t> observed_at_us{};
    std::string source{};
};

/// What a refresh, or noting an absence, did.
struct RefreshResult {
    Verdict verdict = Verdict::inserted;
    std::int64_t revision = 0;  ///< of the batch afterwards
    std::vector<std::string>
        changed{};                    ///< the API's names of the fields that changed; empty unless `updated`
    std::vector<Finding> findings{};  ///< what the reader found odd
    bool logged = false;              ///< false: the log already held an equal one, which sufficed

    bool operator==(const RefreshResult&) const = default;
};

}  // namespace batchstore
