#include "sqlite/file/migrate.hpp"

#include "model/digest.hpp"
#include "repository/clock.hpp"
#include "sqlite/file/copy.hpp"

#include <optional>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace batchstore::sqlite {

namespace {

[[noreturn]] void refuse(const Connection& connection, const std::string& reason) {
    throw Error(ErrorKind::schema, connection.location() + ": " + reason);
}

bool has_table(Connection& connection, const std::string& name) {
    return connection.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" + name +
                              "'") > 0;
}

/// Each applied migration must be the one that this program knows under its number.
void check_applied(Connection& connection, std::span<const Migration> migrations, const Schema& schema) {
    Prepared applied(connection.database(), "SELECT name, checksum FROM schema_migrations WHERE version = ?");
    for (const Migration& known : migrations) {
        if (known.version > schema.version) {
            return;
        }
        Run run = applied.run();
        if (!run.bind(known.version).next()) {
            refuse(connection,
                   fmt::format("has schema version {}, but no record of migration {}; restore a backup",
                               schema.version, known.version));
        }
        const auto name = run.value<std::string>();
        if (run.value<std::string>() != to_hex(sha256(known.sql))) {
            refuse(connection,
                   fmt::format("migration {} ({}) was applied with another text than this program's; "
                               "use the program that made the file",
                               known.version, name));
        }
    }
}

void apply(Connection& connection, const Migration& migration) {
    translating(
        fmt::format("{}: migration {} ({})", connection.location(), migration.version, migration.name),
        [&] { connection.database().exec(std::string(migration.sql)); });
    Prepared note(connection.database(),
                  "INSERT INTO schema_migrations(version, name, checksum, applied_at_us, applied_by) "
                  "VALUES(?, ?, ?, ?, ?)");
    const std::string name(migration.name);
    const std::string checksum = to_hex(sha256(migration.sql));
    const std::string program = BATCHSTORE_VERSION;
    note.run().bind(migration.version).bind(name).bind(checksum).bind(now_us()).bind(program).execute();
    connection.database().exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};",
                                           application_id, migration.version));
}

}  // namespace

Schema inspect(Connection& connection, std::span<const Migration> migrations) {
    Schema schema{.newest = migrations.back().version};
    const std::int64_t application = connection.integer("PRAGMA application_id");
    const std::int64_t tables = connection.integer("SELECT count(*) FROM sqlite_schema");
    schema.version = static_cast<int>(connection.integer("PRAGMA user_version"));
    if (application == 0 && tables == 0 && schema.version == 0) {
        return schema;
    }
    if (application != application_id) {
        refuse(connection, "belongs to another program; name another file");
    }
    const bool has_our_tables =
        has_table(connection, "schema_migrations") && has_table(connection, "batches");
    if (schema.version > schema.newest && !has_our_tables) {
        refuse_newer(connection, schema);
    }
    if (schema.version < 1 || !has_our_tables) {
        refuse(connection, "is marked as a batch store, but its tables are not; name another file");
    }
    check_applied(connection, migrations, schema);
    return schema;
}

void require(const Connection& connection, const Schema& schema, Access access) {
    const bool reading = access == Access::read;
    if (reading && schema.version == 0) {
        refuse(connection, "is empty; import into it first");
    }
    if (reading && schema.version < schema.newest) {
        refuse(connection,
               fmt::format("has schema version {}, and this program reads version {}; run migrate first",
                           schema.version, schema.newest));
    }
    if (!reading && schema.version > schema.newest) {
        refuse_newer(connection, schema);
    }
}

void refuse_newer(const Connection& connection, const Schema& schema) {
    refuse(connection,
           fmt::format("has schema version {}, and this program knows versions up to {}; use a newer "
                       "batchstore",
                       schema.version, schema.newest));
}

std::string migrate(Connection& connection, std::span<const Migration> migrations,
                    const OpenOptions& options) {
    std::optional<CopyBeside> copy;
    Transaction transaction(connection, Transaction::Mode::write);
    // Read inside the transaction: another process may have migrated while this one waited.
    const Schema schema = inspect(connection, migrations);
    require(connection, schema, Access::write);
    if (!schema.is_current() && schema.version > 0 && connection.location() != memory_location &&
        connection.integer("SELECT count(*) FROM (SELECT 1 FROM batches LIMIT 1)") > 0) {
        copy.emplace(connection, fmt::format("v{}-backup", schema.version));
        if (options.logger) {
            options.logger->info("{}: copied to {} before its schema changes", connection.location(),
                                 copy->path());
        }
    }
    for (const Migration& migration : migrations) {
        if (migration.version > schema.version) {
            apply(connection, migration);
            if (options.logger) {
                options.logger->info("{}: applied migration {} ({})", connection.location(),
                                     migration.version, migration.name);
            }
        }
    }
    transaction.commit();
    return copy ? copy->keep() : "";
}

SchemaStatus status(Connection& connection, std::span<const Migration> migrations) {
    const Schema schema = inspect(connection, migrations);
    SchemaStatus status{.version = schema.version, .newest = schema.newest};
    for (const Migration& migration : migrations) {
        status.steps.push_back({migration.version, std::string(migration.name), std::nullopt, {}});
    }
    if (schema.version == 0) {
        return status;
    }
    Prepared applied(connection.database(),
                     "SELECT version, applied_at_us, applied_by FROM schema_migrations");
    Run run = applied.run();
    while (run.next()) {
        const auto version = run.value<std::int64_t>();
        for (MigrationStep& step : status.steps) {
            if (step.version == version) {
                run.read(step.applied_at_us).read(step.applied_by);
            }
        }
    }
    return status;
}

}  // namespace batchstore::sqlite
