#include "sqlite/file/connection.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace batchstore::sqlite {

namespace {

/// Creates an empty file that only its owner can read and write; leaves an existing one alone.
void create_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0) {
        ::close(file);
    } else if (errno != EEXIST) {
        throw Error(ErrorKind::storage,
                    fmt::format("{}: cannot be created ({}); check the path and its permissions", path,
                                std::strerror(errno)));
    }
}

/// Refuses what is not there and what can be no database, with better words than SQLite has.
void check_path(const std::string& path, Access access) {
    // Closing a file that was created here would take away the locks that another thread has on it by then.
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        if (access != Access::create) {
            throw Error(
                ErrorKind::not_found,
                fmt::format("{}: there is no such store; import into it first, or name another file", path));
        }
        create_private(path);
        return;
    }
    const auto refuse = [&](ErrorKind kind, const std::string& reason) {
        throw Error(kind, path + ": " + reason);
    };
    if (!std::filesystem::status_known(status)) {
        refuse(ErrorKind::storage, error.message() + "; check the path and its permissions");
    }
    if (std::filesystem::is_directory(status)) {
        refuse(ErrorKind::storage, "is a directory; name a file");
    }
    if (!std::filesystem::is_regular_file(status)) {
        refuse(ErrorKind::storage, "is no regular file; name one");
    }
    // SQLite takes a file of one byte for an empty one.
    if (std::filesystem::file_size(path, error) == 1) {
        refuse(ErrorKind::corrupt, "is no SQLite database; name another file");
    }
}

bool is_memory(const std::string& location) {
    return location == memory_location;
}

bool has_content(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return !error && size > 0;
}

/// Opens a file. Its path is given as a URI, so that no character in it means something to SQLite.
std::unique_ptr<SQLite::Database> open_file(const std::string& path, std::string_view parameters,
                                            const OpenOptions& options) {
    std::string uri = path.starts_with('/') ? "file://" : "file:";
    for (const char c : path) {
        uri += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02x}", c) : std::string(1, c);
    }
    return std::make_unique<SQLite::Database>(uri.append(parameters),
                                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                                              static_cast<int>(options.busy_timeout.count()));
}

/// Leaves, when a connection to a file is closed, what a writer left beside it for the next writer to take
/// in.
/// @returns false if there is nothing, and SQLite takes away what it needs beside the file
bool leave_what_was_left(SQLite::Database& database, const std::string& path) {
    if (!has_content(path + "-wal") && !has_content(path + "-journal")) {
        return false;
    }
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return true;
}

/// Opens a file that is not to be changed. It is opened as if for writing, because SQLite then takes away the
/// files that it needs beside it; where nothing may be written, SQLite does without.
std::unique_ptr<SQLite::Database> open_for_reading(const std::string& path, const OpenOptions& options) {
    auto database = open_file(path, "", options);
    database->exec("PRAGMA query_only = ON");
    const bool was_closed = !leave_what_was_left(*database, path);
    const int code = database->tryExec("SELECT 1 FROM sqlite_schema LIMIT 1") & 0xff;
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) {
        return database;
    }
    if (!was_closed) {
        throw Error(ErrorKind::storage,
                    path +
                        ": was not closed by its last writer, and cannot be recovered where nothing may be "
                        "written; copy it and its -wal file elsewhere");
    }
    return open_file(path, "?immutable=1", options);
}

std::unique_ptr<SQLite::Database> connect(const std::string& location, const OpenOptions& options) {
    if (is_memory(location)) {
        return std::make_unique<SQLite::Database>(location, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX);
    }
    check_path(location, options.access);
    if (options.access == Access::read) {
        return open_for_reading(location, options);
    }
    auto database = open_file(location, "", options);
    if (sqlite3_db_readonly(database->getHandle(), "main") == 1) {
        throw Error(ErrorKind::storage,
                    location + ": may not be written; check its permissions, or open it for reading");
    }
    leave_what_was_left(*database, location);  // until it is known to be ours
    return database;
}

}  // namespace

Connection::Connection(const std::string& location, const OpenOptions& options)
    : location_(location),
      options_(options),
      database_(translating(location, [&] { return connect(location, options); })),
      begin_write_(*database_, "BEGIN IMMEDIATE"),
      begin_read_(*database_, "BEGIN"),
      commit_(*database_, "COMMIT") {
    translating(location, [&] {
        database_->exec(
            fmt::format("PRAGMA trusted_schema = OFF;"
                        "PRAGMA foreign_keys = ON;"
                        "PRAGMA synchronous = {};",
                        options.full_durability ? "FULL" : "NORMAL"));
        use_page_cache(options.page_cache_bytes);
    });
}

void Connection::use_page_cache(std::int64_t bytes) {
    database_->exec(fmt::format("PRAGMA cache_size = -{}", bytes / 1024));
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(database_->getHandle()) == 0;
}

std::int64_t Connection::integer(const std::string& query) {
    Prepared statement(*database_, query);
    Run run = statement.run();
    return run.next() ? run.value<std::int64_t>() : 0;
}

void Connection::rollback() noexcept {
    // SQLite has rolled back by itself after some errors; there is nothing to do about a failure here.
    database_->tryExec("ROLLBACK");
}

void Connection::truncate_write_ahead_log() noexcept {
    sqlite3* const handle = database_->getHandle();
    sqlite3_busy_timeout(handle, 0);
    sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(handle, static_cast<int>(options_.busy_timeout.count()));
}

void Connection::use_write_ahead_log(const OpenOptions& options) {
    sqlite3_db_config(database_->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    // The first switch of a new file does not wait for other connections, whatever the busy timeout says.
    const auto deadline = std::chrono::steady_clock::now() + options.busy_timeout;
    for (;;) {
        try {
            database_->exec("PRAGMA journal_mode = WAL");
            return;
        } catch (const SQLite::Exception& failure) {
            const bool busy =
                failure.getErrorCode() == SQLITE_BUSY || failure.getErrorCode() == SQLITE_LOCKED;
            if (!busy || std::chrono::steady_clock::now() >= deadline) {
                throw;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
}

}  // namespace batchstore::sqlite
