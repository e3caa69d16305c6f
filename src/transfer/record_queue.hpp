#pragma once

#include "transfer/answer_finder.hpp"

#include <batchstore/transfer.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace batchstore {

/// One record of an input, and what it holds.
struct ReadRecord {
    std::int64_t line = 0;
    std::optional<std::int64_t> item{};
    bool prefixed = false;  ///< text stood before it on its line
    FoundAnswer found{};
    std::string text{};  ///< the record, if it holds no answer itself and somebody asked for it
};

/// Records of one input that are handed over together.
struct RecordChunk {
    const Input* input = nullptr;
    std::vector<ReadRecord> records{};
    std::size_t bytes = 0;  ///< about how much memory they take
};

/// Hands records from the thread that reads them to the one that stores them, in bounded memory.
class RecordQueue {
public:
    explicit RecordQueue(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    /// The reader's side. `push` waits for room. @returns false if nothing more is wanted.
    bool push(RecordChunk chunk);
    /// Tells that the next chunk may take long, because the input has nothing to read.
    void set_waiting(bool waiting);
    /// Ends the queue. `complete` is false if the reader was stopped before the end of the inputs.
    void end(bool complete, std::exception_ptr failure);
    bool cancelled() const;

    /// The writer's side. Waits for the next chunk. @returns nothing at the end.
    std::optional<RecordChunk> take();
    /// The next chunk if it is there or is being made: does not wait for the input.
    std::optional<RecordChunk> take_ready();
    /// Takes a chunk that is no longer needed, so that the thread that made it frees its memory too: freeing
    /// what another thread allocated is slow, and the writer has more to do.
    void give_back(RecordChunk spent);
    /// Nothing more is wanted.
    void cancel();
    /// Whether everything there was to read has been taken.
    bool finished() const;
    /// What ended the reader, if it was an exception.
    std::exception_ptr failure() const;

private:
    std::optional<RecordChunk> pop();

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<RecordChunk> chunks_;
    std::vector<RecordChunk> spent_;
    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    bool waiting_ = false;
    bool ended_ = false;
    bool complete_ = false;
    bool cancelled_ = false;
    std::exception_ptr failure_;
};

}  // namespace batchstore
