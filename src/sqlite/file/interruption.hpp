#pragma once

#include "sqlite/file/connection.hpp"

#include <atomic>

#include <sqlite3.h>

namespace batchstore::sqlite {

/// While it lives, what the connection runs fails with SQLITE_INTERRUPT once `stop` is set; null: never.
class Interruption {
public:
    Interruption(Connection& connection, const std::atomic<bool>* stop)
        : handle_(connection.database().getHandle()) {
        constexpr int instructions = 10'000;
        if (stop != nullptr) {
            sqlite3_progress_handler(
                handle_, instructions,
                [](void* wanted) { return static_cast<const std::atomic<bool>*>(wanted)->load() ? 1 : 0; },
                const_cast<std::atomic<bool>*>(stop));
        }
    }
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

private:
    sqlite3* handle_;
};

/// Runs `work`. @returns false if it was interrupted
template <class Work>
bool unless_interrupted(const Work& work) {
    try {
        work();
        return true;
    } catch (const SQLite::Exception& failure) {
        if (failure.getErrorCode() != SQLITE_INTERRUPT) {
            throw;
        }
        return false;
    }
}

}  // namespace batchstore::sqlite
