#include "repository/session_pool.hpp"

#include <utility>

namespace batchstore {

SessionPool::SessionPool(std::unique_ptr<Session> first, Open another)
    : location_(first->location()), another_(std::move(another)), writer_(std::in_place, std::move(first)) {}

SessionPool::SessionPool(ReadersOnly, std::unique_ptr<Session> first, Open another)
    : location_(first->location()), another_(std::move(another)) {
    idle_.push_back(std::move(first));
}

std::unique_ptr<SessionPool> SessionPool::of_readers(std::unique_ptr<Session> first, Open another) {
    return std::unique_ptr<SessionPool>(new SessionPool(ReadersOnly(), std::move(first), std::move(another)));
}

SessionPool::Reader::Reader(SessionPool& pool) : pool_(pool) {
    if (!pool.has_many()) {
        lock_ = std::unique_lock(pool.writing_);
        return;
    }
    {
        const std::lock_guard lock(pool.lending_);
        if (!pool.idle_.empty()) {
            own_ = std::move(pool.idle_.back());
            pool.idle_.pop_back();
        }
    }
    if (!own_) own_ = pool.another_();
}

SessionPool::Reader::~Reader() {
    if (own_) {
        const std::lock_guard lock(pool_.lending_);
        pool_.idle_.push_back(std::move(own_));
    }
}

SessionPool::Lent::Lent(SessionPool& pool) : pool_(pool), lock_(pool.writing_) {
    if (!pool.writer_) {
        throw Error(ErrorKind::storage,
                    pool.location_ + ": was opened for reading; open it with Access::write");
    }
}

}  // namespace batchstore
