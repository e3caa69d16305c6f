#pragma once

#include "repository/session_pool.hpp"

#include <batchstore/refresh.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// The rules of a refresh, the same for every backend: what is logged, what the state becomes, the verdict.
namespace batchstore {

/// How an answer arrives.
struct Arrival {
    std::int64_t observed_at_us = 0;
    std::int64_t recorded_at_us = 0;
    std::string source{};
    Precedence precedence = Precedence::lifecycle;
    std::optional<Verdict> recorded_verdict{};  ///< set for an entry that is restored as it was recorded
};

/// Refreshes one batch, in a transaction that is open for writing.
RefreshResult refresh_batch(Writer& writer, const Answer& answer, const Arrival& arrival);

/// Makes an entry the next one of the log, whose end follows. @param body SHA-256 of its body
void link(LogTail& tail, Observation& entry, const Digest& body);

/// Whether an entry of another log continues the log that ends in `tail` exactly.
/// @param body SHA-256 of its body
bool continues(const LogTail& tail, const Observation& entry, const Digest& body);
/// The same of an entry that was pruned.
bool continues(const LogTail& tail, const Observation& pruned);

}  // namespace batchstore
