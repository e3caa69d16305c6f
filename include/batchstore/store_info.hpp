#pragma once

#include <batchstore/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace batchstore {

/// Facts about a store.
struct StoreInfo {
    std::string location{};
    std::int64_t size_bytes = 0;
    int schema_version = 0;
    std::vector<std::pair<std::string, std::int64_t>> rows{};  ///< rows of each table, in the schema's order
    Head head{};
    std::optional<std::int64_t> first_seen_at_us{};  ///< of the batch first seen; none in an empty store
    std::optional<std::int64_t> last_seen_at_us{};   ///< of the batch last seen
};

}  // namespace batchstore
