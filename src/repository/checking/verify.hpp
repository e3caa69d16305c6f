#pragma once

#include "repository/session_pool.hpp"

#include <batchstore/verification.hpp>

namespace batchstore {

/// As `Store::verify`. The parts run side by side, each on a session of its own, if several can be had.
Verification verify(SessionPool& sessions, const VerifyOptions& options);

/// The same on one session, one part after the other.
Verification verify(Session& session, const VerifyOptions& options);

}  // namespace batchstore
