#include "sqlite/rows/keys_by_id.hpp"

#include <utility>

namespace batchstore::sqlite {

void KeysById::add(std::string_view id, std::int64_t batch_key) {
    if (size_ >= slots_.size() / 4 * 3) {
        const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
        for (const Slot& slot : before) {
            if (slot.batch_key != 0) {
                put(slot);
            }
        }
    }
    put({hash_of(id), static_cast<std::uint32_t>(batch_key)});
    ++size_;
}

void KeysById::put(Slot slot) {
    std::size_t at = place_of(slot.hash);
    while (slots_[at].batch_key != 0) {
        at = behind(at);
    }
    slots_[at] = slot;
}

}  // namespace batchstore::sqlite
