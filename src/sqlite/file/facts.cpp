#include "sqlite/file/facts.hpp"

#include "sqlite/file/late_indexes.hpp"

#include <batchstore/batch.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>
#include <sqlite3.h>

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

std::vector<MigrationStep> applied_migrations(Connection& connection) {
    Prepared select(
        connection.database(),
        "SELECT version, name, applied_at_us, applied_by FROM schema_migrations ORDER BY version");
    Run run = select.run();
    std::vector<MigrationStep> steps;
    while (run.next()) {
        MigrationStep& step = steps.emplace_back();
        step.version = static_cast<int>(run.value<std::int64_t>());
        run.read(step.name).read(step.applied_at_us).read(step.applied_by);
    }
    return steps;
}

std::string lower_case_word(Connection& connection, const std::string& query) {
    Prepared select(connection.database(), query);
    Run run = select.run();
    std::string word = run.next() ? run.value<std::string>() : "";
    for (char& c : word) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return word;
}

/// As `ls` shows them.
std::string permission_text(std::filesystem::perms permissions) {
    std::string text = "rwxrwxrwx";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto bit = static_cast<std::filesystem::perms>(0400U >> i);
        if ((permissions & bit) == std::filesystem::perms::none) {
            text[i] = '-';
        }
    }
    return text;
}

void read_permissions(StoreInfo& info) {
    std::error_code ignored;
    const auto status = std::filesystem::status(info.location, ignored);
    if (!std::filesystem::exists(status)) {
        return;
    }
    using std::filesystem::perms;
    const auto may = [&](perms some) { return (status.permissions() & some) != perms::none; };
    info.others_may_write = may(perms::group_write | perms::others_write);
    info.all_may_read = may(perms::others_read);
    info.settings.permissions = permission_text(status.permissions());
}

void read_settings(Connection& connection, StoreSettings& settings) {
    constexpr std::array synchronous{"off", "normal", "full", "extra"};
    settings.sqlite_version = sqlite3_libversion();
    settings.page_bytes = connection.integer("PRAGMA page_size");
    settings.journal_mode = lower_case_word(connection, "PRAGMA journal_mode");
    settings.synchronous = synchronous.at(static_cast<std::size_t>(connection.integer("PRAGMA synchronous")));
    settings.encoding = lower_case_word(connection, "PRAGMA encoding");
    settings.application_id = connection.integer("PRAGMA application_id");
}

/// An index has the greatest of each phase.
std::optional<std::int64_t> last_seen_at_us(Connection& connection) {
    Prepared select(connection.database(), "SELECT max(last_seen_at_us) FROM batches WHERE phase = ?");
    std::optional<std::int64_t> last;
    for (const Phase phase : every_phase) {
        const std::string word(to_string(phase));
        Run run = select.run();
        run.bind(word).next();
        last = std::max(last, run.value<std::optional<std::int64_t>>());
    }
    return last;
}

std::optional<std::int64_t> one_value(Connection& connection, const std::string& query) {
    Prepared select(connection.database(), query);
    Run run = select.run();
    run.next();
    return run.value<std::optional<std::int64_t>>();
}

}  // namespace

void read_file_facts(Connection& connection, StoreInfo& info) {
    read_settings(connection, info.settings);
    info.size_bytes = connection.integer("PRAGMA page_count") * info.settings.page_bytes;
    info.free_bytes = connection.integer("PRAGMA freelist_count") * info.settings.page_bytes;
    info.schema_version = static_cast<int>(connection.integer("PRAGMA user_version"));
    info.migrations = applied_migrations(connection);
    const auto migrations = embedded_migrations();
    const auto applied = std::min(migrations.size(), static_cast<std::size_t>(info.schema_version));
    info.missing_indexes = missing_indexes(connection, migrations.first(applied));
    info.analyzed_batches = analyzed_batches(connection);
    std::error_code ignored;
    const auto log_bytes = std::filesystem::file_size(info.location + "-wal", ignored);
    info.write_ahead_log_bytes = ignored ? 0 : static_cast<std::int64_t>(log_bytes);
    read_permissions(info);
}

void read_row_facts(Connection& connection, StoreInfo& info) {
    for (const char* table :
         {"batches", "errors", "request_counts", "metadata", "token_usage", "observations"}) {
        info.rows.emplace_back(table, connection.integer(fmt::format("SELECT count(*) FROM {}", table)));
    }
    // Pruned rows and acts are those of no batch, of which only acts have a source: indexes have them
    // together.
    info.pruned_observations = connection.integer("SELECT count(*) FROM observations WHERE source IS NULL");
    info.acts = connection.integer("SELECT count(*) FROM observations WHERE batch_key IS NULL") -
                info.pruned_observations;
    info.first_seen_at_us = one_value(connection, "SELECT min(first_seen_at_us) FROM batches");
    info.last_seen_at_us = last_seen_at_us(connection);
    info.oldest_created_at = one_value(connection, "SELECT min(created_at) FROM batches");
    info.newest_created_at = one_value(connection, "SELECT max(created_at) FROM batches");
    info.last_ended_at = one_value(connection, "SELECT max(ended_at) FROM batches");
}

}  // namespace batchstore::sqlite
