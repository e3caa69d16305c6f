#include "sqlite/file/check_indexes.hpp"

#include "sqlite/file/index_entry.hpp"
#include "sqlite/file/index_plans.hpp"
#include "sqlite/file/raw_indexes.hpp"
#include "sqlite/file/walk.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace batchstore::sqlite {

namespace {

bool is_real(sqlite3_value* value) {
    return sqlite3_value_type(value) == SQLITE_FLOAT;
}

/// Adds up what the indexes of a table should hold.
class RowSums final : public Taker {
public:
    RowSums(const TablePlan& table, const DigestKey& key)
        : table_(table), key_(key), digests_(table.values.size()), sums_(table.indexes.size()) {}

    void take(std::span<sqlite3_value*> values) override {
        for (std::size_t i = 0; i < values.size(); ++i) {
            real_ = real_ || is_real(values[i]);
            digests_[i] = digest(EntryValue::of(values[i]), key_);
        }
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            const IndexPlan& index = table_.indexes[i];
            if (index.condition && sqlite3_value_int(values[*index.condition]) == 0) continue;
            std::uint64_t entry = 0;
            for (const std::size_t place : index.values) {
                entry = joined(entry, digests_[place], key_);
            }
            sums_[i].add(entry);
        }
    }

    bool decided() const { return !real_; }
    const EntrySum& sum(std::size_t index) const { return sums_[index]; }

private:
    const TablePlan& table_;
    const DigestKey& key_;
    std::vector<std::uint64_t> digests_;
    std::vector<EntrySum> sums_;
    bool real_ = false;
};

/// Adds up what an index holds, and watches its order.
class Entries final : public Taker {
public:
    Entries(const IndexPlan& index, const DigestKey& key, std::string_view mark)
        : index_(index), key_(key), mark_(mark), entry_(index.values.size()), before_(index.values.size()) {}

    void take(std::span<sqlite3_value*> values) override {
        std::uint64_t digests = 0;
        bool has_null = false;
        for (std::size_t i = 0; i < entry_.size(); ++i) {
            real_ = real_ || is_real(values[i]);
            entry_[i] = EntryValue::of(values[i]);
            has_null = has_null || (i < index_.key_values && entry_[i].type == SQLITE_NULL);
            digests = joined(digests, digest(entry_[i], key_), key_);
        }
        sum_.add(digests);
        const int equal = before_.follow(entry_);
        const bool twice = index_.unique && !has_null && equal >= static_cast<int>(index_.key_values);
        const bool longer = EntryValue::of(values.back()).bytes != mark_;
        wrong_ = wrong_ || equal < 0 || twice || longer;
    }

    bool decided() const { return !real_; }
    bool are(const EntrySum& sum) const { return !wrong_ && sum_ == sum; }

private:
    const IndexPlan& index_;
    const DigestKey& key_;
    std::string_view mark_;
    std::vector<EntryValue> entry_;
    EntryBefore before_;
    EntrySum sum_;
    bool real_ = false;
    bool wrong_ = false;
};

class IndexCheck {
public:
    explicit IndexCheck(Connection& connection) : connection_(connection), raw_(connection) {}

    std::optional<bool> run(const std::vector<TablePlan>& tables) {
        for (const TablePlan& table : tables) {
            RowSums rows(table, key_);
            // Of a table without row ids, SQLite reads an index that has all values even when told not to.
            const std::string source = table.own_index.empty()
                                           ? table.name + " NOT INDEXED"
                                           : table.name + " INDEXED BY " + table.own_index;
            if (!walk_tree(connection_, table.root_page, fmt::format("{}", fmt::join(table.values, ", ")),
                           source, rows) ||
                !rows.decided()) {
                return std::nullopt;
            }
            for (std::size_t i = 0; i < table.indexes.size(); ++i) {
                const auto found = compare(table.indexes[i], rows.sum(i));
                if (!found.value_or(false)) return found;
            }
        }
        return true;
    }

private:
    std::optional<bool> compare(const IndexPlan& index, const EntrySum& should) {
        const std::string table =
            raw_.stand_in(index.root_page, static_cast<int>(index.values.size()), mark_);
        std::string values;
        for (std::size_t i = 0; i < index.values.size(); ++i) {
            values += fmt::format("c{}, ", i);
        }
        Entries entries(index, key_, mark_);
        if (!walk_tree(connection_, index.root_page, values + "beyond", table, entries) ||
            !entries.decided()) {
            return std::nullopt;
        }
        return entries.are(should);
    }

    Connection& connection_;
    DigestKey key_ = DigestKey::random();
    std::string mark_ = fmt::format("{:016x}", DigestKey::random().first);
    RawIndexes raw_;
};

}  // namespace

std::optional<bool> indexes_hold(Connection& connection) {
    const auto plans = index_plans(connection);
    Prepared encoding(connection.database(), "PRAGMA encoding");
    const bool is_utf8 = [&] {
        Run run = encoding.run();
        return run.next() && run.value<std::string>() == "UTF-8";
    }();
    if (!plans || !is_utf8 || !RawIndexes::can()) {
        return std::nullopt;
    }
    return IndexCheck(connection).run(*plans);
}

}  // namespace batchstore::sqlite
