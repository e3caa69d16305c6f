#pragma once

#include <batchstore/batch.hpp>

#include <string>
#include <string_view>

namespace batchstore {

/// The JSON of one of `batch_columns`, with what `extra` adds to it; `null` if it is not set.
std::string json_field(const Batch& batch, std::string_view name);

}  // namespace batchstore
