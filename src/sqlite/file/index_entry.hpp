#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

/// The entries of an index as values, to be held against the rows of its table.
namespace batchstore::sqlite {

/// Numbers that somebody who made a file cannot have known.
struct DigestKey {
    std::uint64_t first = 0;
    std::uint64_t second = 0;

    static DigestKey random();
};

/// What can be told of a value of an index.
struct EntryValue {
    int type = SQLITE_NULL;
    std::int64_t number = 0;
    std::string_view bytes{};

    /// Wants a value that is not `SQLITE_FLOAT`. `bytes` lives as long as the value is not changed.
    static EntryValue of(sqlite3_value* value);
};

std::uint64_t digest(const EntryValue& value, const DigestKey& key);

/// The digest of some values, one after the other.
std::uint64_t joined(std::uint64_t digest_so_far, std::uint64_t next, const DigestKey& key);

/// A sum over entries in any order.
struct EntrySum {
    std::uint64_t entries = 0;
    std::uint64_t digests = 0;

    void add(std::uint64_t digest) {
        ++entries;
        digests += digest;
    }
    bool operator==(const EntrySum&) const = default;
};

/// Remembers an entry, to be compared with the next one.
class EntryBefore {
public:
    explicit EntryBefore(std::size_t values) : values_(values) {}

    /// Compares an entry with the one before it, in the order of binary text, and remembers it.
    /// @returns how many values at the beginning are equal; -1 if it does not come behind
    int follow(const std::vector<EntryValue>& entry);

private:
    struct Kept {
        int type = SQLITE_NULL;
        std::int64_t number = 0;
        std::string bytes{};
    };

    static int compare(const Kept& before, const EntryValue& value);

    std::vector<Kept> values_;
    bool any_ = false;
};

}  // namespace batchstore::sqlite
