#pragma once

#include "output/messages.hpp"

#include <batchstore/group_key.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reader.hpp>

#include <vector>

/// Says which words were asked for that the store has never seen, a line each, and the nearest that it has:
/// statuses but the API's own, models, keys of metadata, sources, wherever a query has them.
/// @throws batchstore::Error as `BatchReader::find`
void note_unseen(const batchstore::Query& query, const batchstore::BatchReader& repository,
                 Messages& messages);

/// The same for the keys of metadata that batches are grouped by.
void note_unseen(const std::vector<batchstore::GroupKey>& keys, const batchstore::BatchReader& repository,
                 Messages& messages);
