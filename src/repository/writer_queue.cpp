#include "repository/writer_queue.hpp"

#include <algorithm>

namespace batchstore {

WriterQueue::Turn::Turn(WriterQueue& queue) : queue_(queue), is_part_(queue.is_ours()) {
    if (is_part_) return;
    std::unique_lock lock(queue.mutex_);
    queue.wait(lock, own_);
}

WriterQueue::Turn::~Turn() {
    if (is_part_) return;
    const std::lock_guard lock(queue_.mutex_);
    queue_.leave(1);
}

void WriterQueue::share(SharedChange& change, const RunChanges& run) {
    if (is_ours()) {
        SharedChange* const alone = &change;
        run(std::span(&alone, 1));
        return;
    }
    Waiting own{.change = &change};
    std::unique_lock lock(mutex_);
    wait(lock, own);
    if (own.done) return;
    const std::vector<SharedChange*> changes = first_changes();
    lock.unlock();
    run(changes);
    lock.lock();
    leave(changes.size());
}

std::size_t WriterQueue::size() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

void WriterQueue::wait(std::unique_lock<std::mutex>& lock, Waiting& own) {
    waiting_.push_back(&own);
    own.woken.wait(lock, [&] { return own.done || waiting_.front() == &own; });
    if (!own.done) owner_ = std::this_thread::get_id();
}

std::vector<SharedChange*> WriterQueue::first_changes() const {
    // The first must not wait for ever more of those behind it.
    constexpr std::size_t most = 128;
    std::vector<SharedChange*> changes;
    for (const Waiting* waiting : waiting_) {
        if (waiting->change == nullptr || changes.size() == most) break;
        changes.push_back(waiting->change);
    }
    return changes;
}

void WriterQueue::leave(std::size_t count) {
    owner_ = std::thread::id();
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    if (end != waiting_.end()) (*end)->woken.notify_one();
    // A thread that is told may be gone once the lock is.
    std::for_each(waiting_.begin(), end, [](Waiting* waiting) {
        waiting->done = true;
        waiting->woken.notify_one();
    });
    waiting_.erase(waiting_.begin(), end);
}

}  // namespace batchstore
