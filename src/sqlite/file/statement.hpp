#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

/// Typed values into and out of SQL statements: one overload a type, never one a column.
namespace batchstore::sqlite {

// Texts and blobs are bound without a copy: they must live until the statement was run.
inline int bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    return sqlite3_bind_int64(statement, index, value);
}
inline int bind(sqlite3_stmt* statement, int index, const std::string& value) {
    return sqlite3_bind_text64(statement, index, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
inline int bind(sqlite3_stmt* statement, int index, const std::array<std::uint8_t, 32>& value) {
    return sqlite3_bind_blob(statement, index, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}
template <class Value>
int bind(sqlite3_stmt* statement, int index, const std::optional<Value>& value) {
    return value ? bind(statement, index, *value) : sqlite3_bind_null(statement, index);
}

inline void read(sqlite3_stmt* statement, int index, std::int64_t& value) {
    value = sqlite3_column_int64(statement, index);
}
inline void read(sqlite3_stmt* statement, int index, int& value) {
    value = sqlite3_column_int(statement, index);
}
inline void read(sqlite3_stmt* statement, int index, std::string& value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
    value.assign(text != nullptr ? text : "",
                 static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
}
inline void read(sqlite3_stmt* statement, int index, std::array<std::uint8_t, 32>& value) {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, index));
    value.fill(0);
    if (bytes != nullptr &&
        static_cast<std::size_t>(sqlite3_column_bytes(statement, index)) == value.size()) {
        std::copy_n(bytes, value.size(), value.begin());
    }
}
template <class Value>
void read(sqlite3_stmt* statement, int index, std::optional<Value>& value) {
    if (sqlite3_column_type(statement, index) == SQLITE_NULL) {
        value.reset();
    } else {
        read(statement, index, value ? *value : value.emplace());
    }
}
// A null is read as nothing or as 0: most values need no look at their type.
inline void read(sqlite3_stmt* statement, int index, std::optional<std::string>& value) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
    if (text == nullptr) {
        value.reset();
    } else {
        (value ? *value : value.emplace())
            .assign(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
    }
}
inline void read(sqlite3_stmt* statement, int index, std::optional<std::int64_t>& value) {
    value = sqlite3_column_int64(statement, index);
    if (*value == 0 && sqlite3_column_type(statement, index) == SQLITE_NULL) {
        value.reset();
    }
}

/// A run of a prepared statement: binds and reads from left to right, and leaves the statement reset.
class Run {
public:
    explicit Run(sqlite3_stmt* statement) : statement_(statement) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() { sqlite3_reset(statement_); }

    template <class Value>
    Run& bind(const Value& value) {
        check(sqlite::bind(statement_, ++bound_, value));
        return *this;
    }
    Run& bind(std::string&&) = delete;  // it would be gone before the statement is run

    /// Some of the columns that are read are not in the statement: what is read in their place is null.
    /// @param left_out whether each is; must live as long
    Run& leave_out(const std::vector<char>& left_out) {
        left_out_ = left_out.data();
        return *this;
    }

    /// Begins again, to be bound again.
    void restart() {
        sqlite3_reset(statement_);
        bound_ = 0;
    }

    /// Goes to the next row. @returns false when there is none; then the run is over.
    bool next() {
        read_ = 0;
        taken_ = 0;
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            check(code);
        }
        return code == SQLITE_ROW;
    }

    template <class Value>
    Run& read(Value& value) {
        if (left_out_ != nullptr && left_out_[read_++] != 0) {
            value = Value{};
        } else {
            sqlite::read(statement_, taken_++, value);
        }
        return *this;
    }

    template <class Value>
    Value value() {
        Value read_value{};
        read(read_value);
        return read_value;
    }

    /// Runs a statement that returns no rows.
    void execute() { next(); }

private:
    void check(int code) const {
        if (code != SQLITE_OK) {
            throw SQLite::Exception(sqlite3_db_handle(statement_), code);
        }
    }

    sqlite3_stmt* statement_;
    int bound_ = 0;
    int read_ = 0;
    int taken_ = 0;  ///< of those read, from the statement
    const char* left_out_ = nullptr;
};

/// A statement that is prepared when it is first run, and once only.
///
/// On the C interface itself: these run millions of times, and the wrapper's columns count references.
class Prepared {
public:
    Prepared(const SQLite::Database& database, std::string sql) : database_(database), sql_(std::move(sql)) {}

    /// One run at a time.
    Run run() {
        if (!statement_) {
            prepare();
        }
        return Run(statement_.get());
    }

private:
    void prepare() {
        sqlite3_stmt* statement = nullptr;
        const int code = sqlite3_prepare_v3(database_.getHandle(), sql_.data(), static_cast<int>(sql_.size()),
                                            SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) {
            throw SQLite::Exception(database_.getHandle(), code);
        }
        statement_.reset(statement);
    }

    const SQLite::Database& database_;
    std::string sql_;
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_{nullptr, &sqlite3_finalize};
};

/// Statements whose texts are made as they are needed. So many are kept that those that come again do so
/// prepared.
class StatementCache {
public:
    explicit StatementCache(const SQLite::Database& database) : database_(database) {}

    /// The statement stays until the next call.
    Prepared& prepared(const std::string& sql) {
        constexpr std::size_t most = 32;
        if (statements_.size() == most && !statements_.contains(sql)) {
            statements_.clear();
        }
        return statements_.try_emplace(sql, database_, sql).first->second;
    }

private:
    const SQLite::Database& database_;
    std::map<std::string, Prepared> statements_;
};

}  // namespace batchstore::sqlite
