#pragma once

#include "repository/session.hpp"

#include <cstdint>

namespace batchstore {

/// What became of the states that were made anew.
struct RebuiltStates {
    std::int64_t added = 0;    ///< batches that were in the log only
    std::int64_t mended = 0;   ///< batches whose rows differed from the log
    std::int64_t removed = 0;  ///< batches that the log does not know
    std::int64_t entries = 0;  ///< of the log, whose digest of the answer was corrected
};

/// Makes the state of a batch anew from its entries, in an open transaction for writing. Its standing becomes
/// the one nearest to what it was that can be true.
/// @throws Error{invalid} if an entry cannot be read.
void rebuild_state(Session& session, std::int64_t batch_key, RebuiltStates& done);

}  // namespace batchstore
