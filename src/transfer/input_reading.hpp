#pragma once

#include "transfer/answer_search.hpp"
#include "transfer/record_queue.hpp"
#include "transfer/record_reader.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace batchstore {

/// Reads inputs, one after the other, and pushes their records into a queue. Runs in a thread of its own.
///
/// What is read is handed over before the next read, so that nothing waits for more input. An input that
/// fails ends there, with one rejected record that says why; the next input goes on.
class InputReading {
public:
    /// @throws Error{invalid} if `options.at` is no JSON Pointer.
    InputReading(std::span<const std::unique_ptr<Input>> inputs, const ImportOptions& options,
                 RecordQueue& queue)
        : inputs_(inputs),
          options_(options),
          queue_(queue),
          search_(options.strictness, pointer_of(options)) {}

    void run();

    /// `ImportSummary::more_after`, once all was read.
    const std::optional<std::string>& more_after() const { return more_after_; }

private:
    void read_input(Input& input);
    std::size_t read_bytes(Input& input, char* buffer, std::size_t size);
    bool wait_for(Input& input);
    static std::optional<JsonPointer> pointer_of(const ImportOptions& options) {
        return options.at.empty() ? std::nullopt : std::optional(JsonPointer(options.at));
    }
    void read_record(const Record& record);
    void add(const Record& record, FoundAnswer&& found);
    void add_failure(std::int64_t line);
    void hand_over();
    bool stop_wanted() const { return (options_.stop != nullptr && *options_.stop) || queue_.cancelled(); }

    std::span<const std::unique_ptr<Input>> inputs_;
    const ImportOptions& options_;
    RecordQueue& queue_;
    AnswerSearch search_;
    RecordChunk chunk_;
    std::optional<Error> failure_;  ///< of the input, until a record reports it
    std::optional<std::string> more_after_;
    bool input_failed_ = false;
    bool stopped_ = false;
};

}  // namespace batchstore
