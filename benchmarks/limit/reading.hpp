#pragma once

#include "store_rows.hpp"

#include <algorithm>

/// The statements that reading whole batches needs, prepared once.
namespace limit {

/// The columns of a whole batch in one row, and the tables with its counts and its usage.
inline std::string select_whole(const Database& source) {
    std::vector<std::string> names;
    for (const auto& [table, alias] : std::initializer_list<std::pair<const char*, const char*>>{
             {"batches", "b."}, {"request_counts", "r."}, {"token_usage", "u."}}) {
        for (const std::string& name : columns_of(source, table)) {
            names.push_back(alias + name);
        }
    }
    return "SELECT " + joined(names) +
           " FROM batches AS b LEFT JOIN request_counts AS r ON r.batch_key = b.batch_key "
           "LEFT JOIN token_usage AS u ON u.batch_key = b.batch_key ";
}

/// Whole batches: a row joined with counts and usage, then the rows of metadata and errors if it has any.
class Getter {
public:
    explicit Getter(const Database& source)
        : begin_(source, "BEGIN"),
          commit_(source, "COMMIT"),
          by_id_(source, select_whole(source) + "WHERE b.id = ?"),
          by_key_(source, select_whole(source) + "WHERE b.batch_key = ?"),
          failed_(source, select_whole(source) + "WHERE b.status = 'failed' AND b.created_at < ?" + one_page),
          between_(source, select_whole(source) + "WHERE b.created_at >= ? AND b.created_at < ?" + one_page),
          metadata_(source, "SELECT key, value FROM metadata WHERE batch_key = ?"),
          errors_(source,
                  "SELECT code, message, param, line FROM errors WHERE batch_key = ? ORDER BY position"),
          error_count_(position_of(source, "error_count")),
          metadata_count_(position_of(source, "metadata_count")) {}

    std::int64_t get(const Value& id) { return transaction(by_id_.bind(1, id)); }
    /// A page of failed batches created before then.
    std::int64_t page(std::int64_t before) { return transaction(failed_.bind(1, before)); }
    /// A page of batches created from then to then.
    std::int64_t page(std::int64_t from, std::int64_t to) {
        return transaction(between_.bind(1, from).bind(2, to));
    }
    /// One batch in a transaction that is open already.
    std::int64_t load(std::int64_t batch_key) { return whole_batches(by_key_.bind(1, batch_key)); }

private:
    static constexpr const char* one_page = " ORDER BY b.created_at DESC, b.batch_key DESC LIMIT 100";

    static int position_of(const Database& source, const char* column) {
        const auto names = columns_of(source, "batches");
        return static_cast<int>(std::find(names.begin(), names.end(), column) - names.begin());
    }
    std::int64_t transaction(Statement& statement) {
        begin_.run({});
        const std::int64_t sum = whole_batches(statement);
        commit_.run({});
        return sum;
    }
    std::int64_t whole_batches(Statement& statement) {
        std::int64_t sum = 0;
        while (statement.step()) {
            sum += statement.touch();
            const std::int64_t batch_key = sqlite3_column_int64(statement.handle, 0);
            if (sqlite3_column_int64(statement.handle, metadata_count_) > 0) {
                sum += children(metadata_, batch_key);
            }
            if (sqlite3_column_int64(statement.handle, error_count_) > 0) {
                sum += children(errors_, batch_key);
            }
        }
        sqlite3_reset(statement.handle);
        return sum;
    }
    static std::int64_t children(Statement& statement, std::int64_t batch_key) {
        std::int64_t sum = 0;
        statement.bind(1, batch_key);
        while (statement.step()) {
            sum += statement.touch();
        }
        sqlite3_reset(statement.handle);
        return sum;
    }

    Statement begin_;
    Statement commit_;
    Statement by_id_;
    Statement by_key_;
    Statement failed_;
    Statement between_;
    Statement metadata_;
    Statement errors_;
    int error_count_;
    int metadata_count_;
};

}  // namespace limit
