#pragma once

#include "store_rows.hpp"

#include <memory>

/// The statements that a store's changes need, prepared once.
namespace limit {

/// Writes batches with statements that are prepared once.
class Writer {
public:
    Writer(const Database& target, const Options& options)
        : options_(options),
          batch_(target, insert_into(target, "batches")),
          observation_(target, insert_into(target, "observations")) {
        for (const char* table : child_tables) {
            children_.emplace(table, std::make_unique<Statement>(target, insert_into(target, table)));
        }
    }
    void children(const BatchRows& rows) {
        for (const auto& [table, child_rows] : rows.children) {
            children(table, child_rows);
        }
    }
    void children(std::string_view table, const std::vector<Row>& rows) {
        Statement& insert = *children_.at(table);
        for (const Row& row : rows) {
            insert.run(row);
        }
    }
    void insert(const BatchRows& rows) {
        batch_.run(rows.batch);
        children(rows);
        if (!options_.state_only) {
            for (const Row& row : rows.observations) {
                observation_.run(row);
            }
        }
    }
    void observation(const Row& row) { observation_.run(row); }

private:
    const Options& options_;
    Statement batch_;
    Statement observation_;
    std::map<std::string_view, std::unique_ptr<Statement>> children_;
};

/// Finds a batch by its id and writes what a repeated sighting changes.
class Seer {
public:
    explicit Seer(const Database& target)
        : find_(target, "SELECT * FROM batches WHERE id = ?"),
          mark_(target,
                "UPDATE batches SET last_seen_at_us = ?, sightings = sightings + 1 WHERE batch_key = ?") {}
    std::int64_t find(const BatchRows& rows) {
        find_.bind(1, rows.batch[1]).step();
        const std::int64_t key = sqlite3_column_int64(find_.handle, 0);
        sqlite3_reset(find_.handle);
        return key;
    }
    void see(const BatchRows& rows) {
        const std::int64_t key = find(rows);
        mark_.bind(1, std::int64_t{2'000'000'000'000'000}).bind(2, key).step();
        sqlite3_reset(mark_.handle);
    }

private:
    Statement find_;
    Statement mark_;
};

/// Replaces what differs between two states of a batch.
class Changer {
public:
    Changer(const Database& target, const Options& options)
        : options_(options),
          writer_(target, options),
          names_(columns_of(target, "batches")),
          update_(target, update_sql()) {
        for (const char* table : child_tables) {
            deletes_.emplace(table, std::make_unique<Statement>(target, std::string("DELETE FROM ") + table +
                                                                            " WHERE batch_key = ?"));
        }
        for (const char* table : {"request_counts", "token_usage"}) {
            std::string replace = insert_into(target, table);
            replaces_.emplace(table, std::make_unique<Statement>(target, replace.insert(7, "OR REPLACE ")));
        }
    }
    void change(const BatchRows& before, const BatchRows& after) {
        Row values(after.batch.begin() + 2, after.batch.end());
        values.push_back(after.batch[0]);
        update_.run(values);
        for (const char* table : child_tables) {
            const auto old_rows = before.children.find(table);
            const auto new_rows = after.children.find(table);
            const bool had = old_rows != before.children.end();
            const bool has = new_rows != after.children.end();
            if (had && has && old_rows->second == new_rows->second) {
                continue;
            }
            const auto replace = replaces_.find(table);
            if (has && replace != replaces_.end()) {
                replace->second->run(new_rows->second.front());
                continue;
            }
            if (had) {
                deletes_.at(table)->run({after.batch[0]});
            }
            if (has) {
                writer_.children(table, new_rows->second);
            }
        }
        if (!options_.state_only) {
            for (std::size_t i = before.observations.size(); i < after.observations.size(); ++i) {
                writer_.observation(after.observations[i]);
            }
        }
    }

private:
    std::string update_sql() const {
        return "UPDATE batches SET " + joined({names_.begin() + 2, names_.end()}, " = ?") +
               " WHERE batch_key = ?";
    }
    const Options& options_;
    Writer writer_;
    std::vector<std::string> names_;
    Statement update_;
    std::map<std::string_view, std::unique_ptr<Statement>> deletes_;
    std::map<std::string_view, std::unique_ptr<Statement>> replaces_;  ///< of the tables with one row a batch
};

/// Makes a batch another one, the last of its store.
inline void rename(BatchRows& rows, std::int64_t key) {
    rows.batch[0].integer = key;
    rows.batch[1].bytes += "-new";
    for (auto& [table, child_rows] : rows.children) {
        for (Row& row : child_rows) {
            row[0].integer = key;
        }
    }
    for (Row& row : rows.observations) {
        row[1].integer = key;
    }
}

/// Gives the entries of a batch from the one at `from` on the next places in the log.
inline void continue_log(BatchRows& rows, std::size_t from, std::int64_t& seq) {
    for (std::size_t i = from; i < rows.observations.size(); ++i) {
        rows.observations[i][0].integer = ++seq;
    }
}

}  // namespace limit
