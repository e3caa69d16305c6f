#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

/// splitmix64: small, and the same everywhere, unlike the distributions of <random>. Only the standard
/// library: the limit uses it too, so that it looks at the same batches in the same order.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    std::int64_t below(std::int64_t end) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(end));
    }
    bool chance(int percent) { return below(100) < percent; }

    /// One of the elements of a container that is not empty.
    template <class Container>
    auto& one_of(Container& container) {
        return container[next() % container.size()];
    }

    template <class Container>
    void shuffle(Container& container) {
        for (std::size_t left = container.size(); left > 1; --left) {
            std::swap(container[left - 1], container[next() % left]);
        }
    }

private:
    std::uint64_t state_;
};

/// Every how many lines to look for `count` changed batches among so many, one in ten of which has changed:
/// so that those found come from everywhere.
inline std::size_t step_between_changes(std::size_t lines, std::size_t count) {
    const std::size_t looked_at = std::max<std::size_t>(12 * count, 1);
    return std::max<std::size_t>(lines / looked_at, 1);
}
