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
        turn_.emplace(pool.writing_);
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

SessionPool::Lent::Lent(SessionPool& pool) : pool_(pool) {
    pool.require_writer();
    turn_.emplace(pool.writing_);
}

SessionPool::Lent::~Lent() {
    const Session::Upkeep due = pool_.upkeep_due();
    turn_.reset();
    pool_.keep_up(due);
}

void SessionPool::share(SharedChange& change, const RunChanges& run) {
    require_writer();
    auto due = Session::Upkeep::none;
    writing_.share(change, [&](std::span<SharedChange* const> changes) {
        run(*writer_, changes);
        due = upkeep_due();
    });
    keep_up(due);
    if (change.failure) std::rethrow_exception(change.failure);
}

void SessionPool::require_writer() const {
    if (!writer_) {
        throw Error(ErrorKind::storage, location_ + ": was opened for reading; open it with Access::write");
    }
}

Session::Upkeep SessionPool::upkeep_due() {
    return has_many() && !writer_->in_transaction ? writer_->session->upkeep_due() : Session::Upkeep::none;
}

void SessionPool::keep_up(Session::Upkeep due) {
    if (due == Session::Upkeep::none) return;
    const std::unique_lock one_at_a_time(keeping_up_, std::try_to_lock);
    if (!one_at_a_time) return;
    try {
        (*Reader(*this)).upkeep_beside();
    } catch (...) {  // no session could be had: it is left to the next turn, and what was written stays so
        return;
    }
    if (due == Session::Upkeep::alone) {
        const WriterQueue::Turn turn(writing_);
        writer_->session->upkeep_alone();
    }
}

}  // namespace batchstore
