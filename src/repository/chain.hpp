#pragma once

#include <batchstore/observation.hpp>

#include <string_view>

/// The hash chain of the log, as docs/audit describes it:
///
///     entry(n)  = SHA-256( N(seq) N(id) N(observed_at_us) N(recorded_at_us) N(source) N(precedence)
///     N(verdict)
///                          SHA-256(body) )
///     digest(n) = SHA-256( digest(n-1) entry(n) )
///
/// N(x) is the netstring of x, numbers in decimal; digest(0) is 32 zero bytes.
namespace batchstore {

/// @param body_digest SHA-256 of the entry's body; `entry.body` itself is not looked at
Digest entry_digest(const Observation& entry, const Digest& body_digest);

/// The digest of the log after an entry.
Digest chain_digest(const Digest& before, const Digest& entry);

}  // namespace batchstore
