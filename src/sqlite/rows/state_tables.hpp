#pragma once

#include "sqlite/file/connection.hpp"
#include "sqlite/file/sql_text.hpp"
#include "sqlite/rows/batch_rows.hpp"
#include "sqlite/rows/keys_by_id.hpp"

#include <batchstore/query.hpp>

#include <optional>
#include <string>
#include <vector>

namespace batchstore::sqlite {

/// The columns of a whole batch but its metadata and errors, and the tables they come from:
/// `SELECT batch_key, id, state, standing, counts, usage FROM …`, to be read with `read_batch`.
/// @param batches where the rows of `batches` come from, under the name `b`
std::string select_batches(std::string_view batches = "batches AS b");

/// The same of what is wanted.
struct WantedColumns {
    std::string sql;
    std::vector<char> left_out;  ///< for `Run::leave_out`
};
WantedColumns select_wanted(std::string_view batches, const WantedFields& wanted);

/// Reads a row of `select_batches`.
void read_batch(Run& run, BatchRow& row);

/// The tables that hold the current states: `batches` and the four that belong to it.
class StateTables {
public:
    explicit StateTables(Connection& connection);

    /// @param keys of all batches, if there is no index of ids; else null
    std::optional<Standing> find(const std::string& id, const KeysById* keys);
    /// @returns a batch without an id if there is no such key
    StoredBatch load(std::int64_t batch_key);
    /// @returns a batch without an id if there is no such id; wants the index of ids
    StoredBatch load(const std::string& id);
    /// Appends batches without metadata and errors.
    /// @param keys a statement that gives their keys, in order; its last mark takes `limit`
    void load_page(const SqlText& keys, std::int64_t limit, std::vector<BatchRow>& page);
    /// A statement of the kind that comes again; stays until the next call of a function here.
    Prepared& prepared(const std::string& sql) { return pages_.prepared(sql); }
    /// Gives batches their metadata and errors, with one query a table.
    void load_children(std::vector<BatchRow>& page);

    std::optional<Standing> standing_of(std::int64_t batch_key);
    /// Removes a row and those that belong to it.
    void remove(std::int64_t batch_key);
    /// Under `standing.batch_key`, or if that is 0, a new key. @returns the key.
    std::int64_t insert(const Batch& state, const Standing& standing);
    void update(const Batch& before, const Batch& state, const Standing& standing);
    void mark_seen(const Standing& standing);

private:
    StoredBatch load_one(Run& run);
    /// Brings the rows of the other tables from one state to the next; only what differs is written.
    void update_children(std::int64_t batch_key, const Batch& before, const Batch& state);
    template <class Record>
    void write_record(Prepared& write, Prepared& remove, std::int64_t batch_key,
                      const std::optional<Record>& before, const std::optional<Record>& record);

    Connection& connection_;
    StatementCache pages_;
    Prepared find_;
    Prepared find_by_key_;
    Prepared load_;
    Prepared load_by_id_;
    Prepared load_metadata_;
    Prepared load_errors_;
    Prepared insert_;
    Prepared update_;
    Prepared update_standing_;
    Prepared mark_seen_;
    Prepared insert_counts_;
    Prepared replace_counts_;
    Prepared insert_usage_;
    Prepared replace_usage_;
    Prepared insert_metadata_;
    Prepared insert_error_;
    Prepared delete_counts_;
    Prepared delete_usage_;
    Prepared delete_metadata_;
    Prepared delete_errors_;
};

}  // namespace batchstore::sqlite
