#pragma once

#include <batchstore/query.hpp>

#include <cstddef>
#include <string>

/// A batch for a person to read: a fact below the other, in the API's words; what is not set is left out.
/// @param width of the terminal; 0: one line a fact
std::string description_of(const batchstore::StoredBatch& batch, std::size_t width);
