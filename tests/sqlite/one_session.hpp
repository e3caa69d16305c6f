#pragma once

#include "repository/store/repository.hpp"
#include "sqlite/session.hpp"

#include <memory>
#include <string>

namespace batchstore::testing {

/// A repository that does everything on one connection, which can be looked at.
struct OneSession {
    sqlite::Session* session = nullptr;
    const SessionPool* pool = nullptr;
    std::unique_ptr<BatchRepository> repository{};

    explicit OneSession(const std::string& file) {
        auto only = std::make_unique<sqlite::Session>(file, OpenOptions{});
        session = only.get();
        auto sessions = std::make_unique<SessionPool>(std::move(only), SessionPool::Open());
        pool = sessions.get();
        repository = std::make_unique<StoreRepository>(std::move(sessions));
    }

    sqlite3* handle() const { return session->connection().database().getHandle(); }
};

}  // namespace batchstore::testing
