#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/reading.hpp>

#include <vector>

namespace batchstore {

/// Reads `error` in the singular, which stands in `extra`, into the errors, if it can be read and `errors`
/// says nothing; else the first other spelling of it that can be read.
void read_singular_error(Batch& batch, std::vector<Finding>& findings);

}  // namespace batchstore
