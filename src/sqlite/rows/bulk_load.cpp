#include "sqlite/rows/bulk_load.hpp"

#include "sqlite/file/late_indexes.hpp"

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

/// So many new batches show that more are to come; with less, dropping indexes costs more than keeping them.
constexpr std::int64_t batches_of_a_large_load = 2'000;
/// The indexes of a store that had more batches than this are kept.
constexpr std::int64_t batches_of_a_small_store = 10'000;

constexpr int checkpoint_pages = 50'000;
constexpr int default_checkpoint_pages = 1'000;

// Keeping indexes touches pages in random order; rows alone are only appended.
constexpr std::int64_t memory_with_indexes = std::int64_t{128} << 20;
constexpr std::int64_t memory_for_rows = std::int64_t{32} << 20;
/// SQLite takes this twice while it sorts: for the pages, and for the entries.
constexpr std::int64_t memory_for_building = std::int64_t{64} << 20;

}  // namespace

BulkLoad::BulkLoad(Connection& connection) : connection_(connection) {
    connection_.use_page_cache(memory_with_indexes);
    connection_.database().exec(fmt::format("PRAGMA wal_autocheckpoint = {}", checkpoint_pages));
}

BulkLoad::~BulkLoad() {
    SQLite::Database& database = connection_.database();
    const OpenOptions& options = connection_.options();
    try {
        connection_.use_page_cache(options.page_cache_bytes);
        database.exec(
            fmt::format("PRAGMA wal_autocheckpoint = {}; PRAGMA shrink_memory", default_checkpoint_pages));
    } catch (const SQLite::Exception&) {  // then this connection goes on with more memory
    }
    connection_.truncate_write_ahead_log();
}

void BulkLoad::transaction_began() {
    // What others have stored is not among the keys.
    if (keys_ && connection_.integer("PRAGMA data_version") != others_changes_) {
        build_indexes();
    }
}

void BulkLoad::inserted(std::string_view id, std::int64_t batch_key) {
    ++inserted_;
    if (keys_) {
        keys_->add(id, batch_key);
        if (keys_->size() >= KeysById::most) {
            build_indexes();
        }
    } else if (inserted_ == batches_of_a_large_load &&
               batch_key <= batches_of_a_small_store + batches_of_a_large_load) {
        drop_indexes();
    }
}

void BulkLoad::removing() {
    if (keys_) {
        build_indexes();
    }
}

void BulkLoad::drop_indexes() {
    keys_.emplace();
    Prepared select(connection_.database(), "SELECT id, batch_key FROM batches");
    {
        Run run = select.run();
        while (run.next()) {
            const auto id = run.value<std::string>();
            keys_->add(id, run.value<std::int64_t>());
        }
    }
    drop_late_indexes(connection_);
    others_changes_ = connection_.integer("PRAGMA data_version");
    connection_.use_page_cache(memory_for_rows);
}

void BulkLoad::build_indexes() {
    keys_.reset();
    build_owed_indexes(connection_, embedded_migrations());
    connection_.use_page_cache(memory_with_indexes);
}

bool BulkLoad::finish(const std::atomic<bool>* stop) {
    keys_.reset();
    if (!owes_indexes(connection_)) {
        return true;
    }
    connection_.use_page_cache(memory_for_building);
    return build_owed_indexes(connection_, embedded_migrations(), stop);
}

}  // namespace batchstore::sqlite
