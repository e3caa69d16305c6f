#include "sqlite/file/interruption.hpp"
#include "sqlite/open.hpp"
#include "sqlite/sql/query_text.hpp"
#include "sqlite/sql/read_guard.hpp"

#include <batchstore/sql.hpp>

#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <sqlite3.h>

namespace batchstore {

namespace sqlite {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorKind::invalid, what);
}

[[noreturn]] void refuse(std::string_view query, std::size_t at, const std::string& what) {
    refuse(fmt::format("{}: {}", place_in(query, at), what));
}

/// A query of a person, prepared on a connection that only reads.
class PersonsQuery {
public:
    PersonsQuery(Connection& connection, const ReadGuard& guard, const std::string& query);

    void bind(const std::vector<SqlParameter>& parameters);
    /// @returns false if `stop` ended it
    bool run(const SqlVisitor& visitor, const std::atomic<bool>* stop);

private:
    void prepare(const ReadGuard& guard, std::size_t begin);
    /// @param begin where what was prepared begins, if that is what failed
    [[noreturn]] void fail(int code, std::optional<std::size_t> begin = std::nullopt) const;
    /// The name that a person gives for the parameter with this number.
    std::string parameter_name(int index) const;
    int bind(int index, const SqlParameter& parameter);
    SqlValue value(int column) const;

    sqlite3* handle_;
    const std::string& query_;
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_{nullptr, &sqlite3_finalize};
};

PersonsQuery::PersonsQuery(Connection& connection, const ReadGuard& guard, const std::string& query)
    : handle_(connection.database().getHandle()), query_(query) {
    const auto longest = static_cast<std::size_t>(sqlite3_limit(handle_, SQLITE_LIMIT_SQL_LENGTH, -1));
    if (query.size() >= longest) {
        refuse(fmt::format("the query is longer than {} bytes", longest));
    }
    if (const std::size_t nul = query.find('\0'); nul != std::string::npos) {
        refuse(query, nul, "there is a NUL character");
    }
    const std::size_t begin = skip_blank(query, 0);
    if (begin == query.size()) {
        refuse("the query is empty");
    }
    prepare(guard, begin);
}

void PersonsQuery::prepare(const ReadGuard& guard, std::size_t begin) {
    sqlite3_stmt* prepared = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle_, query_.c_str() + begin,
                                        static_cast<int>(query_.size() - begin) + 1, 0, &prepared, &rest);
    statement_.reset(prepared);
    if (code != SQLITE_OK && !guard.refused().empty()) {
        refuse(guard.refused());
    }
    if (code != SQLITE_OK) {
        fail(code, begin);
    }
    if (sqlite3_stmt_readonly(prepared) == 0) {
        refuse("it would change something, and only reading is allowed");
    }
    const std::size_t second = skip_blank(query_, static_cast<std::size_t>(rest - query_.c_str()));
    if (second < query_.size()) {
        refuse(query_, second, "a second statement begins; run one at a time");
    }
}

/// What is the query's fault is told as such; the rest is translated at the border.
void PersonsQuery::fail(int code, std::optional<std::size_t> begin) const {
    switch (code & 0xff) {
        case SQLITE_ERROR:
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
        case SQLITE_AUTH:
        case SQLITE_READONLY:
            break;
        default:
            throw SQLite::Exception(handle_, code);
    }
    const int offset = sqlite3_error_offset(handle_);
    const std::string message = shortened(sqlite3_errmsg(handle_));
    if (!begin || offset < 0) {
        refuse(message);
    }
    refuse(query_, *begin + static_cast<std::size_t>(offset), message);
}

std::string PersonsQuery::parameter_name(int index) const {
    const char* name = sqlite3_bind_parameter_name(statement_.get(), index);
    return name != nullptr ? name + 1 : std::to_string(index);
}

int PersonsQuery::bind(int index, const SqlParameter& parameter) {
    sqlite3_stmt* statement = statement_.get();
    if (const auto* integer = std::get_if<std::int64_t>(&parameter.value)) {
        return sqlite3_bind_int64(statement, index, *integer);
    }
    if (const auto* real = std::get_if<double>(&parameter.value)) {
        return sqlite3_bind_double(statement, index, *real);
    }
    return sqlite::bind(statement, index, std::get<std::string>(parameter.value));
}

void PersonsQuery::bind(const std::vector<SqlParameter>& parameters) {
    std::vector<bool> used(parameters.size());
    for (int index = 1; index <= sqlite3_bind_parameter_count(statement_.get()); ++index) {
        const std::string name = parameter_name(index);
        const auto given = std::ranges::find(parameters, name, &SqlParameter::name);
        if (given == parameters.end()) {
            refuse(fmt::format("the query's parameter {} has no value", shortened(name)));
        }
        used[static_cast<std::size_t>(given - parameters.begin())] = true;
        if (const int code = bind(index, *given); code != SQLITE_OK) {
            fail(code);
        }
    }
    if (const auto unused = std::ranges::find(used, false); unused != used.end()) {
        refuse(fmt::format("the query has no parameter {}",
                           shortened(parameters[static_cast<std::size_t>(unused - used.begin())].name)));
    }
}

SqlValue PersonsQuery::value(int column) const {
    sqlite3_stmt* statement = statement_.get();
    const auto bytes = [&](const void* begin) {
        return std::string_view(static_cast<const char*>(begin),
                                static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
    };
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_TEXT:
            return bytes(sqlite3_column_text(statement, column));
        case SQLITE_BLOB:
            return SqlBlob{bytes(sqlite3_column_blob(statement, column))};
        default:
            return std::monostate();
    }
}

bool PersonsQuery::run(const SqlVisitor& visitor, const std::atomic<bool>* stop) {
    sqlite3_stmt* statement = statement_.get();
    const int columns = sqlite3_column_count(statement);
    std::vector<std::string> names(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
        names[static_cast<std::size_t>(column)] = sqlite3_column_name(statement, column);
    }
    if (visitor.on_columns) {
        visitor.on_columns(names);
    }
    std::vector<SqlValue> row(names.size());
    while (stop == nullptr || !*stop) {
        const int code = sqlite3_step(statement);
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            fail(code);
        }
        if (code == SQLITE_DONE) {
            return true;
        }
        for (int column = 0; column < columns; ++column) {
            row[static_cast<std::size_t>(column)] = value(column);
        }
        if (visitor.on_row && !visitor.on_row(row)) {
            return true;
        }
    }
    return false;
}

}  // namespace

}  // namespace sqlite

bool run_sql(const std::string& location, const std::string& query, const SqlVisitor& visitor,
             const SqlOptions& options) {
    OpenOptions reading;
    reading.access = Access::read;
    const auto session = sqlite::open_session(location, reading);
    sqlite::Connection& connection = session->connection();
    return sqlite::translating(location, [&] {
        const sqlite::ReadGuard guard(connection);
        const sqlite::Interruption interruption(connection, options.stop);
        sqlite::PersonsQuery asked(connection, guard, query);
        asked.bind(options.parameters);
        bool ran = false;
        return sqlite::unless_interrupted([&] { ran = asked.run(visitor, options.stop); }) && ran;
    });
}

}  // namespace batchstore
