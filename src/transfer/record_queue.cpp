#include "transfer/record_queue.hpp"

#include <chrono>
#include <utility>

namespace batchstore {

bool RecordQueue::push(RecordChunk chunk) {
    std::vector<RecordChunk> spent;  // freed when the lock is held no more
    std::unique_lock lock(mutex_);
    // A chunk that is larger than the queue may pass alone.
    changed_.wait(lock, [&] { return cancelled_ || chunks_.empty() || bytes_ + chunk.bytes <= most_bytes_; });
    if (cancelled_) {
        return false;
    }
    spent.swap(spent_);
    bytes_ += chunk.bytes;
    chunks_.push_back(std::move(chunk));
    changed_.notify_all();
    return true;
}

void RecordQueue::set_waiting(bool waiting) {
    const std::lock_guard lock(mutex_);
    waiting_ = waiting;
    changed_.notify_all();
}

void RecordQueue::end(bool complete, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    complete_ = complete;
    failure_ = std::move(failure);
    changed_.notify_all();
}

bool RecordQueue::cancelled() const {
    const std::lock_guard lock(mutex_);
    return cancelled_;
}

std::optional<RecordChunk> RecordQueue::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !chunks_.empty(); });
    return pop();
}

std::optional<RecordChunk> RecordQueue::take_ready() {
    // For inputs that cannot tell when they wait.
    constexpr std::chrono::milliseconds longest(20);
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, longest, [&] { return ended_ || waiting_ || !chunks_.empty(); });
    return pop();
}

std::optional<RecordChunk> RecordQueue::pop() {
    if (chunks_.empty()) {
        return std::nullopt;
    }
    std::optional<RecordChunk> chunk(std::move(chunks_.front()));
    chunks_.pop_front();
    bytes_ -= chunk->bytes;
    changed_.notify_all();
    return chunk;
}

void RecordQueue::give_back(RecordChunk spent) {
    const std::lock_guard lock(mutex_);
    if (!ended_) {
        spent_.push_back(std::move(spent));
    }
}

void RecordQueue::cancel() {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
}

bool RecordQueue::finished() const {
    const std::lock_guard lock(mutex_);
    return ended_ && complete_ && chunks_.empty();
}

std::exception_ptr RecordQueue::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

}  // namespace batchstore
