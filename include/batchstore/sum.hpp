#pragma once

#include <cstdint>
#include <optional>

namespace batchstore {

/// A sum over the batches that said a number. It stays at the greatest or least 64-bit number rather than
/// pass it.
struct Sum {
    std::int64_t value = 0;
    std::int64_t batches = 0;  ///< how many said one; if none did, the value says nothing

    /// None if no batch said a number: unknown is not 0.
    std::optional<std::int64_t> known() const { return batches > 0 ? std::optional(value) : std::nullopt; }

    bool operator==(const Sum&) const = default;
};

}  // namespace batchstore
