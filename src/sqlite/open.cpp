#include "sqlite/open.hpp"

#include "repository/store/repository.hpp"
#include "sqlite/file/check_schema.hpp"
#include "sqlite/file/late_indexes.hpp"
#include "sqlite/rows/scan.hpp"

#include <batchstore/open.hpp>

#include <sqlite3.h>

namespace batchstore {

namespace sqlite {

namespace {

/// Whether a newer program's file still has what this one reads.
bool is_readable(Connection& connection) {
    try {
        scan_batches(connection, [](const BatchRow&) { return false; });
        Prepared(connection.database(), select_entries()).run();
        return true;
    } catch (const SQLite::Exception& failure) {
        if (failure.getErrorCode() != SQLITE_ERROR) {
            throw;
        }
        return false;
    }
}

}  // namespace

Schema judge(Connection& connection, Access access, bool mending) {
    const Transaction moment(connection, Transaction::Mode::read);
    const Schema schema = inspect(connection, embedded_migrations());
    require(connection, schema, access);
    if (access != Access::read) {
        refuse_foreign_triggers(connection, schema.version, mending);
    }
    if (schema.version > schema.newest && !is_readable(connection)) {
        refuse_newer(connection, schema);
    }
    return schema;
}

std::unique_ptr<Session> open_session(const std::string& location, const OpenOptions& options,
                                      std::string* backup) {
    return translating(location, [&] {
        auto session = std::make_unique<Session>(location, options);
        Connection& connection = session->connection();
        const Schema schema = judge(connection, options.access);
        if (options.access == Access::read) {
            return session;
        }
        if (location != memory_location) {
            connection.use_write_ahead_log(options);
        }
        if (schema.version > 0 && owes_indexes(connection)) {
            build_owed_indexes(connection,
                               embedded_migrations().first(static_cast<std::size_t>(schema.version)));
        }
        if (!schema.is_current()) {
            std::string copy = migrate(connection, embedded_migrations(), options);
            if (backup != nullptr) {
                *backup = std::move(copy);
            }
        }
        return session;
    });
}

}  // namespace sqlite

std::unique_ptr<BatchRepository> open(const std::string& location, const OpenOptions& options) {
    auto first = sqlite::open_session(location, options);
    OpenOptions reading = options;
    reading.access = Access::read;
    const SessionPool::Open another = [location, reading] {
        return std::make_unique<sqlite::Session>(location, reading);
    };
    if (options.access == Access::read) {
        return std::make_unique<StoreRepository>(SessionPool::of_readers(std::move(first), another));
    }
    // A store in memory lives in its connection.
    return std::make_unique<StoreRepository>(std::make_unique<SessionPool>(
        std::move(first), location == sqlite::memory_location ? SessionPool::Open() : another));
}

SchemaStatus schema_status(const std::string& location) {
    OpenOptions options;
    options.access = Access::read;
    return sqlite::translating(location, [&] {
        sqlite::Connection connection(location, options);
        const sqlite::Transaction moment(connection, sqlite::Transaction::Mode::read);
        return sqlite::status(connection, sqlite::embedded_migrations());
    });
}

SchemaStatus migrate(const std::string& location, const OpenOptions& options) {
    OpenOptions existing = options;
    existing.access = Access::write;
    std::string backup;
    const auto session = sqlite::open_session(location, existing, &backup);
    return sqlite::translating(location, [&] {
        SchemaStatus status = sqlite::status(session->connection(), sqlite::embedded_migrations());
        status.backup = backup;
        return status;
    });
}

}  // namespace batchstore
