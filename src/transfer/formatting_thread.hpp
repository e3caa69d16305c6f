#pragma once

#include <batchstore/query.hpp>

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

/// Appends a batch as a line without its end.
using AppendLine = std::function<void(std::string& out, const StoredBatch& batch)>;

/// Some batches, and the lines that others became.
class BatchLines {
public:
    /// Copies a batch into memory that an earlier one left. @returns false when no more should be added.
    bool add(const StoredBatch& batch);

    /// Makes the lines of what was added, and forgets it.
    void format(const AppendLine& append);

    /// The lines that the last `format` made.
    const std::string& text() const { return text_; }

private:
    std::vector<StoredBatch> batches_;  ///< the first `count_` of them were added
    std::size_t count_ = 0;
    std::size_t bytes_ = 0;  ///< about how much memory they take
    std::string text_;
};

/// Formats batches in a thread of its own, while the caller reads the next.
class FormattingThread {
public:
    explicit FormattingThread(AppendLine append) : append_(std::move(append)), thread_([this] { run(); }) {}
    FormattingThread(const FormattingThread&) = delete;
    FormattingThread& operator=(const FormattingThread&) = delete;
    ~FormattingThread();

    /// Takes `lines` to be formatted, and gives back in their place those it was given before, formatted.
    /// @throws what formatting those threw
    void exchange(BatchLines& lines);

private:
    void run();

    AppendLine append_;
    std::mutex mutex_;
    std::condition_variable changed_;
    BatchLines lines_;
    bool working_ = false;
    bool ended_ = false;
    std::exception_ptr failure_;
    std::thread thread_;  // the last one: it uses the others
};

}  // namespace batchstore
