#include "sqlite/file/index_entry.hpp"

#include <algorithm>
#include <cstring>
#include <random>

namespace batchstore::sqlite {

namespace {

__extension__ using Wide = unsigned __int128;

/// Both halves of a product. Who does not know a factor cannot tell what becomes of the other.
std::uint64_t mixed(std::uint64_t one, std::uint64_t other) {
    const Wide product = static_cast<Wide>(one) * other;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

/// Null, numbers, texts, blobs: as indexes have them.
int rank(int type) {
    return type == SQLITE_NULL ? 0 : type == SQLITE_INTEGER ? 1 : type == SQLITE_TEXT ? 2 : 3;
}

}  // namespace

DigestKey DigestKey::random() {
    std::random_device device;
    const auto number = [&] { return (static_cast<std::uint64_t>(device()) << 32U) | device(); };
    return {.first = number(), .second = number() | 1U};
}

EntryValue EntryValue::of(sqlite3_value* value) {
    EntryValue found{.type = sqlite3_value_type(value)};
    if (found.type == SQLITE_INTEGER) {
        found.number = sqlite3_value_int64(value);
    } else if (found.type != SQLITE_NULL) {
        const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
        found.bytes = {bytes != nullptr ? bytes : "",
                       static_cast<std::size_t>(bytes != nullptr ? sqlite3_value_bytes(value) : 0)};
    }
    return found;
}

std::uint64_t digest(const EntryValue& value, const DigestKey& key) {
    const auto type = static_cast<std::uint64_t>(value.type);
    if (value.type == SQLITE_INTEGER) {
        return mixed(static_cast<std::uint64_t>(value.number) ^ key.first, key.second ^ type);
    }
    std::string_view rest = value.bytes;
    std::uint64_t digest = mixed(rest.size() ^ key.first, key.second ^ type);
    while (!rest.empty()) {
        std::uint64_t word = 0;
        const std::size_t taken = std::min(rest.size(), sizeof word);
        std::memcpy(&word, rest.data(), taken);
        digest = mixed(digest ^ word, key.second);
        rest.remove_prefix(taken);
    }
    return digest;
}

std::uint64_t joined(std::uint64_t digest_so_far, std::uint64_t next, const DigestKey& key) {
    return mixed(digest_so_far ^ key.first, next ^ key.second);
}

int EntryBefore::compare(const Kept& before, const EntryValue& value) {
    if (before.type != value.type) {
        return rank(before.type) < rank(value.type) ? -1 : 1;
    }
    if (value.type == SQLITE_INTEGER) {
        return before.number < value.number ? -1 : before.number > value.number ? 1 : 0;
    }
    return std::string_view(before.bytes).compare(value.bytes);
}

int EntryBefore::follow(const std::vector<EntryValue>& entry) {
    std::size_t equal = 0;
    int order = any_ ? 0 : -1;
    if (any_) {
        for (; equal < entry.size(); ++equal) {
            order = compare(values_[equal], entry[equal]);
            if (order != 0) break;
        }
    }
    for (std::size_t i = equal; i < entry.size(); ++i) {
        values_[i].type = entry[i].type;
        values_[i].number = entry[i].number;
        values_[i].bytes.assign(entry[i].bytes);
    }
    any_ = true;
    return order < 0 ? static_cast<int>(equal) : -1;
}

}  // namespace batchstore::sqlite
