#pragma once

#include <batchstore/sql.hpp>

#include <string>

/// Reads `NAME=VALUE`. The value is a number if that is written as the store would write it (`12`, `-0.5`),
/// so that nothing is lost of what only looks like one (`007`, `1e5`); else a text.
/// @throws UsageError if there is no name
batchstore::SqlParameter query_parameter(const std::string& typed);
