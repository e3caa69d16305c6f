#include "repository/batch_thread.hpp"

#include "model/columns.hpp"

#include <batchstore/store.hpp>

#include <type_traits>
#include <utility>

namespace batchstore {

namespace {

template <class Columns, class Record>
std::size_t text_bytes(const Columns& columns, const Record& record) {
    std::size_t bytes = 0;
    for_each_column(columns, [&](const auto& column) {
        const auto& value = record.*column.member;
        if constexpr (std::is_same_v<decltype(value), const std::optional<std::string>&>) {
            bytes += value ? value->size() : 0;
        }
    });
    return bytes;
}

/// About how much memory a batch takes.
std::size_t bytes_of(const StoredBatch& batch) {
    std::size_t bytes = sizeof batch + text_bytes(batch_columns, batch);
    for (const BatchError& error : batch.errors) {
        bytes += sizeof error + text_bytes(error_columns, error);
    }
    const auto add_pairs = [&](const auto& pairs) {
        for (const auto& pair : pairs) {
            bytes += sizeof pair + pair.first.size() + pair.second.size();
        }
    };
    if (batch.metadata) {
        add_pairs(*batch.metadata);
    }
    add_pairs(batch.extra);
    return bytes;
}

constexpr std::size_t most_batches_a_chunk = 128;
constexpr std::size_t most_bytes_a_chunk = std::size_t{256} << 10;

}  // namespace

bool BatchChunk::add(StoredBatch& batch) {
    if (count_ == batches_.size()) {
        batches_.emplace_back();
    }
    bytes_ += bytes_of(batch);
    std::swap(batches_[count_++], batch);
    return count_ < most_batches_a_chunk && bytes_ < most_bytes_a_chunk;
}

void BatchChunk::work(const BatchWork& work) {
    text_.clear();
    for (std::size_t i = 0; i < count_; ++i) {
        work(text_, batches_[i]);
    }
    if (bytes_ > 2 * most_bytes_a_chunk) {  // memory that the next ones will not need
        batches_.clear();
    }
    count_ = 0;
    bytes_ = 0;
}

BatchThread::~BatchThread() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void BatchThread::exchange(BatchChunk& chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !working_; });
    if (failure_) {
        std::rethrow_exception(failure_);
    }
    std::swap(chunk, chunk_);
    working_ = true;
    lock.unlock();
    changed_.notify_all();
}

void BatchThread::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return working_ || ended_; });
        if (!working_) {
            return;
        }
        lock.unlock();
        std::exception_ptr failure;
        try {
            chunk_.work(work_);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        failure_ = failure;
        working_ = false;
        changed_.notify_all();
    }
}

void show_each_batch(const BatchReader& reader, const Query& query,
                     const std::function<void(const StoredBatch&)>& see) {
    BatchThread thread([&see](std::string&, const StoredBatch& batch) { see(batch); });
    BatchChunk chunk;
    reader.store().each_batch(
        [&](StoredBatch& batch) {
            if (!chunk.add(batch)) thread.exchange(chunk);
            return true;
        },
        query);
    thread.exchange(chunk);
    thread.exchange(chunk);  // waits for the last ones
}

}  // namespace batchstore
