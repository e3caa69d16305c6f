#pragma once

#include "repository/session.hpp"
#include "sqlite/file/connection.hpp"

#include <cstdint>

struct sqlite3;

namespace batchstore::sqlite {

/// Keeps the write-ahead log small, in place of what SQLite does by itself: that takes pages into the file
/// within a commit, which then takes many times as long, and while readers overlap the log never ends.
///
/// The pages are taken in by another connection while this one goes on. Once the log is long, it is begun
/// anew between two transactions: then no page is added meanwhile, those who read by then are soon done, and
/// those who come later need nothing of it.
class LogUpkeep {
public:
    /// Of a connection that writes.
    explicit LogUpkeep(Connection& connection) : connection_(connection) {}
    LogUpkeep(const LogUpkeep&) = delete;
    LogUpkeep& operator=(const LogUpkeep&) = delete;
    ~LogUpkeep() = default;

    /// What is to be done. From the first call on it is left to the caller, until `leave_to_sqlite`.
    batchstore::Session::Upkeep due();
    void leave_to_sqlite() { counts_ = false; }

    /// Takes into the file what no reader needs to find in the log.
    static void take_in(Connection& connection);
    /// Begins the log anew if no reader needs it for much longer. Tells the logger of a log that has become
    /// large because one did.
    void begin_anew();

private:
    static int committed(void* self, sqlite3* handle, const char* database, int pages);
    void began_anew();

    Connection& connection_;
    bool counts_ = false;  ///< commits tell how many pages it has
    std::int64_t pages_ = 0;
    std::int64_t next_ = 0;       ///< from so many pages on it is to be taken in
    std::int64_t next_anew_ = 0;  ///< from so many on it is to be begun anew
    std::int64_t next_warning_ = 0;
};

}  // namespace batchstore::sqlite
