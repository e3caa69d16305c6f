#include "sqlite/file_facts.hpp"

#include "sqlite/late_indexes.hpp"

#include <charconv>
#include <filesystem>

namespace batchstore::sqlite {

namespace {

/// The number of rows stands first in the statistics of every index of a table.
std::optional<std::int64_t> analyzed_batches(Connection& connection) {
    if (connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'") == 0) {
        return std::nullopt;
    }
    Prepared select(connection.database(),
                    "SELECT stat FROM sqlite_stat1 WHERE tbl = 'batches' AND idx = 'batches_by_id'");
    Run run = select.run();
    std::int64_t rows = 0;
    if (run.next()) {
        const auto stat = run.value<std::string>();
        std::from_chars(stat.data(), stat.data() + stat.size(), rows);
    }
    return rows;
}

}  // namespace

void read_file_facts(Connection& connection, StoreInfo& info) {
    const std::int64_t page_bytes = connection.integer("PRAGMA page_size");
    info.size_bytes = connection.integer("PRAGMA page_count") * page_bytes;
    info.free_bytes = connection.integer("PRAGMA freelist_count") * page_bytes;
    info.schema_version = static_cast<int>(connection.integer("PRAGMA user_version"));
    const auto migrations = embedded_migrations();
    const auto applied = std::min(migrations.size(), static_cast<std::size_t>(info.schema_version));
    info.missing_indexes = missing_indexes(connection, migrations.first(applied));
    info.analyzed_batches = analyzed_batches(connection);
    std::error_code ignored;
    const auto log_bytes = std::filesystem::file_size(info.location + "-wal", ignored);
    info.write_ahead_log_bytes = ignored ? 0 : static_cast<std::int64_t>(log_bytes);
    const auto status = std::filesystem::status(info.location, ignored);
    if (std::filesystem::exists(status)) {
        using std::filesystem::perms;
        const auto may = [&](perms some) { return (status.permissions() & some) != perms::none; };
        info.others_may_write = may(perms::group_write | perms::others_write);
        info.all_may_read = may(perms::others_read);
    }
}

}  // namespace batchstore::sqlite
