#pragma once

#include <batchstore/repository.hpp>

#include <memory>

namespace batchstore::testing {

/// A third backend, slow and obvious: plain maps in memory behind the same seam. What it answers is what the
/// others are held against.
std::unique_ptr<BatchRepository> open_maps();

}  // namespace batchstore::testing
