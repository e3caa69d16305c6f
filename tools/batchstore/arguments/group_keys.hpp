#pragma once

#include <batchstore/statistics.hpp>

#include <string>
#include <vector>

/// Reads `KEY` or `KEY,KEY` of `--by`. @throws UsageError
std::vector<batchstore::GroupKey> group_keys_typed(const std::string& text);
