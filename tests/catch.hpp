#pragma once

/// Catch2, either version 2.13 or 3. Tests use the names of version 3.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <string>

#include <catch2/catch.hpp>

namespace Catch::Matchers {
// NOLINTNEXTLINE(readability-identifier-naming): Catch2's name
inline auto ContainsSubstring(const std::string& text) {
    return Contains(text);
}
}  // namespace Catch::Matchers
#endif
