#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

/// Typed values into and out of SQL statements: one overload a type, never one a column.
namespace batchstore::sqlite {

// Texts and blobs are bound without a copy: they must live until the statement was run.
inline void bind(SQLite::Statement& statement, int index, std::int64_t value) {
    statement.bind(index, value);
}
inline void bind(SQLite::Statement& statement, int index, int value) {
    statement.bind(index, value);
}
inline void bind(SQLite::Statement& statement, int index, const std::string& value) {
    statement.bindNoCopy(index, value);
}
inline void bind(SQLite::Statement& statement, int index, const std::array<std::uint8_t, 32>& value) {
    statement.bindNoCopy(index, value.data(), static_cast<int>(value.size()));
}
template <class Value>
void bind(SQLite::Statement& statement, int index, const std::optional<Value>& value) {
    if (value) {
        bind(statement, index, *value);
    } else {
        statement.bind(index);
    }
}

inline void read(const SQLite::Column& column, std::int64_t& value) {
    value = column.getInt64();
}
inline void read(const SQLite::Column& column, int& value) {
    value = column.getInt();
}
inline void read(const SQLite::Column& column, std::string& value) {
    const char* text = column.getText();
    value.assign(text, static_cast<std::size_t>(column.getBytes()));
}
inline void read(const SQLite::Column& column, std::array<std::uint8_t, 32>& value) {
    const auto* bytes = static_cast<const std::uint8_t*>(column.getBlob());
    value.fill(0);
    if (bytes != nullptr && static_cast<std::size_t>(column.getBytes()) == value.size()) {
        std::copy_n(bytes, value.size(), value.begin());
    }
}
template <class Value>
void read(const SQLite::Column& column, std::optional<Value>& value) {
    if (column.isNull()) {
        value.reset();
    } else {
        read(column, value.emplace());
    }
}

/// A run of a prepared statement: binds and reads from left to right, and leaves the statement reset.
class Run {
public:
    explicit Run(SQLite::Statement& statement) : statement_(statement) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() { statement_.tryReset(); }

    template <class Value>
    Run& bind(const Value& value) {
        sqlite::bind(statement_, ++bound_, value);
        return *this;
    }
    Run& bind(std::string&&) = delete;  // it would be gone before the statement is run

    /// Goes to the next row. @returns false when there is none.
    bool next() {
        read_ = 0;
        return statement_.executeStep();
    }

    template <class Value>
    Run& read(Value& value) {
        sqlite::read(statement_.getColumn(read_++), value);
        return *this;
    }

    template <class Value>
    Value value() {
        Value read_value{};
        read(read_value);
        return read_value;
    }

    /// Runs a statement that returns no rows.
    void execute() { statement_.executeStep(); }

private:
    SQLite::Statement& statement_;
    int bound_ = 0;
    int read_ = 0;
};

/// A statement that is prepared when it is first run, and once only.
class Prepared {
public:
    Prepared(const SQLite::Database& database, std::string sql) : database_(database), sql_(std::move(sql)) {}

    /// One run at a time.
    Run run() {
        if (!statement_) {
            statement_ = std::make_unique<SQLite::Statement>(database_, sql_);
        }
        return Run(*statement_);
    }

private:
    const SQLite::Database& database_;
    std::string sql_;
    std::unique_ptr<SQLite::Statement> statement_;
};

}  // namespace batchstore::sqlite
