#pragma once

#include <batchstore/query.hpp>
#include <batchstore/repository.hpp>

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace batchstore {

/// Works on a batch; may append to a text.
using BatchWork = std::function<void(std::string& text, const StoredBatch& batch)>;

/// Some batches, and the text that the work on others made.
class BatchChunk {
public:
    /// Takes a batch and leaves an earlier one in its place, so that no memory is got and nothing is copied.
    /// @returns false when no more should be added
    bool add(StoredBatch& batch);

    /// Works on what was added, and forgets it.
    void work(const BatchWork& work);

    /// What the last `work` appended.
    const std::string& text() const { return text_; }

private:
    std::vector<StoredBatch> batches_;  ///< the first `count_` of them were added
    std::size_t count_ = 0;
    std::size_t bytes_ = 0;  ///< about how much memory they take
    std::string text_;
};

/// Works on batches in a thread of its own, while the caller reads the next.
class BatchThread {
public:
    explicit BatchThread(BatchWork work) : work_(std::move(work)), thread_([this] { run(); }) {}
    BatchThread(const BatchThread&) = delete;
    BatchThread& operator=(const BatchThread&) = delete;
    ~BatchThread();

    /// Takes a chunk to be worked on, and gives back in its place the one it was given before, done.
    /// @throws what the work on that one threw
    void exchange(BatchChunk& chunk);

private:
    void run();

    BatchWork work_;
    std::mutex mutex_;
    std::condition_variable changed_;
    BatchChunk chunk_;
    bool working_ = false;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;  // the last one: it uses the others
};

/// Shows every batch of a query to `see`, which runs in a second thread, one batch at a time, while this one
/// reads: as `Store::each_batch`. When it returns, `see` does not run any more.
void show_each_batch(const BatchReader& reader, const Query& query,
                     const std::function<void(const StoredBatch&)>& see);

}  // namespace batchstore
