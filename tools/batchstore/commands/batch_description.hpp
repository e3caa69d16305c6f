#pragma once

#include <batchstore/query.hpp>

#include <string>

/// A batch for a person to read: one line a fact, in the API's words; what is not set is left out.
std::string description_of(const batchstore::StoredBatch& batch);
