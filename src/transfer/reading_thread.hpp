#pragma once

#include "transfer/input_reading.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>

namespace batchstore {

/// Reads inputs in a thread of its own while the records are used.
class ReadingThread {
public:
    /// Both must live as long.
    ReadingThread(std::span<const std::unique_ptr<Input>> inputs, const ImportOptions& options)
        : reading_(inputs, options, queue_), thread_([this] { reading_.run(); }) {}
    ReadingThread(const ReadingThread&) = delete;
    ReadingThread& operator=(const ReadingThread&) = delete;
    ~ReadingThread() {
        queue_.cancel();
        thread_.join();
    }

    /// The user's side of it.
    RecordQueue& records() { return queue_; }
    /// `ImportSummary::more_after`, once the records are finished.
    const std::optional<std::string>& more_after() const { return reading_.more_after(); }

private:
    static constexpr std::size_t most_queued_bytes = std::size_t{24} << 20;

    RecordQueue queue_{most_queued_bytes};
    InputReading reading_;
    std::thread thread_;
};

}  // namespace batchstore
