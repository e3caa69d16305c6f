#pragma once

#include <batchstore/prices.hpp>

#include <optional>
#include <string>

/// The prices of the file that --prices names, if it was typed.
/// @throws UsageError that names file, line and key of a mistake: it is one in what was typed, and nothing is
///   done.
std::optional<batchstore::PriceList> prices_typed(const std::optional<std::string>& path);
