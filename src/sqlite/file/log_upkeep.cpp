#include "sqlite/file/log_upkeep.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace batchstore::sqlite {

namespace {

// Pages of the log, of 4 KiB.
constexpr std::int64_t taken_in_at_once = 1'000;
constexpr std::int64_t long_log = 8'000;
constexpr std::int64_t until_tried_again = 2'000;
constexpr std::int64_t large_log = 16'000;

/// How long to wait for those who read to be done: the longer the log, the longer.
int patience_ms(std::int64_t pages) {
    constexpr std::int64_t most = 250;
    constexpr std::int64_t pages_of_a_millisecond = 160;
    return static_cast<int>(std::min(pages / pages_of_a_millisecond, most));
}

}  // namespace

int LogUpkeep::committed(void* self, sqlite3* /*handle*/, const char* /*database*/, int pages) {
    static_cast<LogUpkeep*>(self)->pages_ = pages;
    return SQLITE_OK;
}

batchstore::Session::Upkeep LogUpkeep::due() {
    using Upkeep = batchstore::Session::Upkeep;
    if (!counts_) {
        sqlite3_wal_hook(connection_.database().getHandle(), committed, this);
        // Where SQLite begins it anew by itself, it keeps no more than this.
        connection_.database().tryExec("PRAGMA journal_size_limit = 33000000");
        counts_ = true;
        began_anew();
    }
    if (pages_ < next_ - taken_in_at_once) began_anew();
    if (pages_ < next_) return Upkeep::none;
    next_ = pages_ + taken_in_at_once;
    return pages_ < next_anew_ ? Upkeep::beside : Upkeep::alone;
}

void LogUpkeep::began_anew() {
    next_ = taken_in_at_once;
    next_anew_ = long_log;
    next_warning_ = large_log;
}

void LogUpkeep::take_in(Connection& connection) {
    sqlite3_wal_checkpoint_v2(connection.database().getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                              nullptr);
}

void LogUpkeep::begin_anew() {
    if (pages_ < next_anew_) return;  // another process has done it meanwhile
    sqlite3* const handle = connection_.database().getHandle();
    sqlite3_busy_timeout(handle, patience_ms(pages_));
    // Pages that are there already are written faster than such as must be added to the file.
    const int mode = pages_ < large_log ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_TRUNCATE;
    const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(handle, static_cast<int>(connection_.options().busy_timeout.count()));
    if (code == SQLITE_OK) {
        pages_ = 0;
        began_anew();
        return;
    }
    next_anew_ = pages_ + std::max(until_tried_again, pages_ / 4);
    if (pages_ < next_warning_) return;
    next_warning_ = 2 * pages_;
    if (const auto& logger = connection_.options().logger) {
        constexpr std::int64_t page_kib = 4;
        logger->warn(
            "{}: its write-ahead log has {} MB, as somebody reads one moment of the store for long (a dump, "
            "a "
            "report, a transaction that was left open); it shrinks when that ends",
            connection_.location(), pages_ * page_kib / 1024);
    }
}

}  // namespace batchstore::sqlite
