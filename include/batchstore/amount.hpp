#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace batchstore {

/// An amount of money of 0 or more, exact: no floating point comes near it. A plain value.
struct Amount {
    std::int64_t whole = 0;  ///< whole units of the currency
    std::int64_t atto = 0;   ///< and so many times 10^-18 of one, less than 10^18

    /// @throws Error{invalid} if the sum is beyond 9.2 * 10^18 units; the amount is then as it was.
    Amount& operator+=(const Amount& other);

    auto operator<=>(const Amount&) const = default;
};

/// All digits that it has, and at least two behind the point: `12.50`, `0.0000125`.
std::string exact_text(const Amount& amount);

/// What `exact_text` wrote, for eyes: rounded to two digits behind the point, a half upwards, the thousands
/// apart: `1,234.57`. What is not 0 is never shown as 0 but as `< 0.01`.
///
/// The only place at which amounts are rounded: what is added up, stored or handed to programs is exact.
std::string rounded_text(std::string_view exact);

}  // namespace batchstore
