#pragma once

#include "sqlite/file/failure.hpp"
#include "sqlite/file/statement.hpp"

#include <batchstore/open.hpp>

#include <memory>
#include <string>

#include <SQLiteCpp/Database.h>

namespace batchstore::sqlite {

inline constexpr std::string_view memory_location = ":memory:";

/// One connection to a file, with the settings that every store has. For one thread at a time.
///
/// Functions here and in what is built on them throw `SQLite::Exception`, which the border translates,
/// except where a rule about files is named: those throw `Error`.
class Connection {
public:
    /// Changes nothing of an existing file, nor when it is closed, until the write-ahead log is begun or
    /// something is written.
    /// @throws Error as batchstore::open says, but does not look at the schema.
    Connection(const std::string& location, const OpenOptions& options);

    SQLite::Database& database() { return *database_; }
    const std::string& location() const { return location_; }
    const OpenOptions& options() const { return options_; }

    void use_page_cache(std::int64_t bytes);

    std::int64_t integer(const std::string& query);

    /// Begins a transaction for writing; waits for other writers up to the busy timeout.
    void begin_write() { begin_write_.run().execute(); }
    /// Begins one for reading: all that is read until its end is of one moment.
    void begin_read() { begin_read_.run().execute(); }
    bool in_transaction() const;
    void commit() { commit_.run().execute(); }
    void rollback() noexcept;

    /// Begins the write-ahead log; waits for others who do so too.
    void use_write_ahead_log(const OpenOptions& options);

    /// Takes what is in the write-ahead log into the file, and empties it, after much was written. What
    /// readers hold back is left to the next checkpoint.
    void truncate_write_ahead_log() noexcept;

private:
    std::string location_;
    OpenOptions options_;
    std::unique_ptr<SQLite::Database> database_;
    Prepared begin_write_;
    Prepared begin_read_;
    Prepared commit_;
};

/// A transaction that is rolled back unless it was committed. One for reading may be a part of another.
class Transaction {
public:
    enum class Mode { read, write };

    Transaction(Connection& connection, Mode mode)
        : connection_(connection), is_part_(mode == Mode::read && connection.in_transaction()) {
        if (!is_part_) {
            mode == Mode::write ? connection.begin_write() : connection.begin_read();
        }
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction() {
        if (!is_part_ && !committed_) {
            connection_.rollback();
        }
    }

    void commit() {
        connection_.commit();
        committed_ = true;
    }

private:
    Connection& connection_;
    bool is_part_;
    bool committed_ = false;
};

/// A part of a transaction that is taken back alone unless it was kept.
class Savepoint {
public:
    explicit Savepoint(Connection& connection) : database_(connection.database()) {
        database_.exec("SAVEPOINT part");
    }
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint() {
        if (!kept_) {
            database_.tryExec("ROLLBACK TO part; RELEASE part");
        }
    }

    void keep() {
        database_.exec("RELEASE part");
        kept_ = true;
    }

private:
    SQLite::Database& database_;
    bool kept_ = false;
};

}  // namespace batchstore::sqlite
