#include "sqlite/file/check_foreign_keys.hpp"

#include "sqlite/file/schema_objects.hpp"
#include "sqlite/file/walk.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

/// Names as SQL takes them.
struct ForeignKey {
    std::string table;
    std::string column;
    std::string parent;
    std::string parent_column;
};

/// Those that are of one column each; nothing if others are among them.
std::optional<std::vector<ForeignKey>> foreign_keys(Connection& connection) {
    Prepared select(connection.database(),
                    "SELECT t.name, f.\"from\", f.\"table\", f.\"to\", f.seq FROM sqlite_schema AS t "
                    "JOIN pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table'");
    std::vector<ForeignKey> keys;
    Run run = select.run();
    while (run.next()) {
        ForeignKey& key = keys.emplace_back();
        std::string* const names[] = {&key.table, &key.column, &key.parent, &key.parent_column};
        for (std::string* name : names) {
            auto text = run.value<std::optional<std::string>>();
            if (!text) return std::nullopt;
            *name = quoted_name(*text);
        }
        if (run.value<std::int64_t>() != 0) return std::nullopt;
    }
    return keys;
}

/// The keys of a table, a bit each.
class Keys final : public Taker {
public:
    Keys(std::int64_t first, std::int64_t last)
        : first_(first), bits_(static_cast<std::size_t>(last - first) + 1) {}

    void take(std::span<sqlite3_value*> values) override {
        if (const auto place = place_of(values.front())) bits_[*place] = true;
    }
    /// Null names no row.
    bool has(sqlite3_value* value) const {
        if (sqlite3_value_type(value) == SQLITE_NULL) return true;
        const auto place = place_of(value);
        return place && bits_[*place];
    }

private:
    std::optional<std::size_t> place_of(sqlite3_value* value) const {
        const std::int64_t key = sqlite3_value_int64(value);
        if (sqlite3_value_type(value) != SQLITE_INTEGER || key < first_) return std::nullopt;
        const auto place = static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(first_);
        return place < bits_.size() ? std::optional(static_cast<std::size_t>(place)) : std::nullopt;
    }

    std::int64_t first_;
    std::vector<bool> bits_;
};

class Names final : public Taker {
public:
    explicit Names(const Keys& keys) : keys_(keys) {}

    void take(std::span<sqlite3_value*> values) override { all_ = all_ && keys_.has(values.front()); }
    bool all() const { return all_; }

private:
    const Keys& keys_;
    bool all_ = true;
};

/// The keys of a table as bits; nothing if they lie too far apart for that.
std::optional<Keys> keys_of(Connection& connection, const ForeignKey& key) {
    constexpr std::uint64_t most = std::uint64_t{8} * 32 * 1024 * 1024;
    Prepared select(connection.database(),
                    fmt::format("SELECT ifnull(min({0}), 0), ifnull(max({0}), 0) FROM {1}", key.parent_column,
                                key.parent));
    Run run = select.run();
    run.next();
    const auto first = run.value<std::int64_t>();
    const auto last = run.value<std::int64_t>();
    if (static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) >= most) return std::nullopt;
    return std::optional<Keys>(std::in_place, first, last);
}

}  // namespace

bool foreign_keys_hold(Connection& connection) {
    const auto foreign = foreign_keys(connection);
    if (!foreign) return false;
    if (foreign->empty()) return true;
    const ForeignKey& first = foreign->front();
    const bool one_parent = std::ranges::all_of(*foreign, [&](const ForeignKey& key) {
        return key.parent == first.parent && key.parent_column == first.parent_column;
    });
    auto keys = one_parent ? keys_of(connection, first) : std::nullopt;
    if (!keys) return false;
    walk(connection, first.parent_column, first.parent, *keys);
    return std::ranges::all_of(*foreign, [&](const ForeignKey& key) {
        Names names(*keys);
        walk(connection, key.column, key.table, names);
        return names.all();
    });
}

}  // namespace batchstore::sqlite
