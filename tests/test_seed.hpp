#pragma once

#include <cstdlib>
#include <random>

namespace batchstore::testing {

/// A seed that changes with every run; BATCHSTORE_TEST_SEED repeats one that a failure printed.
inline unsigned test_seed() {
    const char* given = std::getenv("BATCHSTORE_TEST_SEED");
    return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                            : std::random_device{}();
}

}  // namespace batchstore::testing
