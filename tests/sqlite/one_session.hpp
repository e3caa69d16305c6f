#pragma once

#include "repository/store/repository.hpp"
#include "sqlite/session.hpp"

#include <memory>
#include <string>

namespace batchstore::testing {

/// A repository that does everything on one connection, which can be looked at.
struct OneSession {
    sqlite::Session* session = nullptr;
    std::unique_ptr<BatchRepository> repository{};

    explicit OneSession(const std::string& file) {
        auto only = std::make_unique<sqlite::Session>(file, OpenOptions{});
        session = only.get();
        repository = std::make_unique<StoreRepository>(
            std::make_unique<SessionPool>(std::move(only), SessionPool::Open()));
    }

    sqlite3* handle() const { return session->connection().database().getHandle(); }
};

}  // namespace batchstore::testing
