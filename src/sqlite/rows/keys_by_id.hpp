#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace batchstore::sqlite {

/// Finds batches by id while the store has no index of ids, in 11 to 22 bytes a batch: the ids are not kept.
///
/// A key that it gives is a candidate, and its row tells whether it is the one: two ids may have equal
/// hashes, and a key stays here when its row was taken back.
class KeysById {
public:
    static constexpr std::size_t most = 6'000'000;

    std::size_t size() const { return size_; }
    /// @param batch_key fits into 32 bits
    void add(std::string_view id, std::int64_t batch_key);

    /// Calls `is_it(batch_key)` with one candidate after the other, until it returns true.
    template <class IsIt>
    void find(std::string_view id, IsIt&& is_it) const {
        const std::uint32_t hash = hash_of(id);
        for (std::size_t at = place_of(hash); slots_[at].batch_key != 0; at = behind(at)) {
            if (slots_[at].hash == hash && is_it(std::int64_t{slots_[at].batch_key})) {
                return;
            }
        }
    }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t batch_key = 0;  ///< 0: free
    };

    static std::uint32_t hash_of(std::string_view id) {
        const std::uint64_t hash = std::hash<std::string_view>()(id);
        return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
    }
    std::size_t place_of(std::uint32_t hash) const { return hash & (slots_.size() - 1); }
    std::size_t behind(std::size_t place) const { return (place + 1) & (slots_.size() - 1); }
    void put(Slot slot);

    std::vector<Slot> slots_ = std::vector<Slot>(1024);  ///< a power of two of them
    std::size_t size_ = 0;
};

}  // namespace batchstore::sqlite
