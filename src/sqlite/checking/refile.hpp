#pragma once

#include "sqlite/session.hpp"

#include <cstdint>

namespace batchstore::sqlite {

/// Files every entry of the log under the batch that it is about, as its answer says, or of an absence the
/// log's chain: under the key of the row that has the batch's id; if there is none, under the key that the
/// batch's first entry has; if that is another batch's, under a new one. Acts are of no batch. Wants an open
/// transaction, and that triggers do not run. @returns how many entries were moved
std::int64_t refile_entries(Session& session);

}  // namespace batchstore::sqlite
