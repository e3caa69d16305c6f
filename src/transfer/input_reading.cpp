#include "transfer/input_reading.hpp"

#include "transfer/list_page.hpp"

#include <chrono>
#include <utility>

namespace batchstore {

void InputReading::run() {
    std::exception_ptr failure;
    try {
        for (const auto& input : inputs_) {
            if (!stopped_) {
                read_input(*input);
            }
        }
    } catch (...) {
        failure = std::current_exception();
    }
    queue_.end(!stopped_ && !failure, failure);
}

void InputReading::read_input(Input& input) {
    constexpr std::size_t most_records = 256;
    chunk_ = {.input = &input};
    failure_.reset();
    input_failed_ = false;
    RecordCutter::Limits limits = RecordReader::default_limits;
    limits.wrappers = options_.at.empty();  // else the pointer says where the batches are
    RecordReader reader([&](char* buffer, std::size_t size) { return read_bytes(input, buffer, size); },
                        limits);
    for (Record record; reader.next(record) && !stopped_;) {
        read_record(record);
        if (chunk_.records.size() >= most_records) {
            hand_over();
        }
    }
    if (!reader.last_page().empty()) {
        more_after_ = listing_goes_on_after(reader.last_page());
    }
    add_failure(reader.line());
    hand_over();
}

/// Reads from the input; it ends for the reader when it fails, and when the import is stopped.
std::size_t InputReading::read_bytes(Input& input, char* buffer, std::size_t size) {
    hand_over();
    try {
        if (!input_failed_ && wait_for(input)) {
            return input.read(buffer, size);
        }
    } catch (const Error& error) {
        failure_ = error;
        input_failed_ = true;
    }
    return 0;
}

bool InputReading::wait_for(Input& input) {
    using std::chrono::milliseconds;
    constexpr milliseconds between_looks(50);
    stopped_ = stopped_ || stop_wanted();
    if (stopped_ || input.wait(milliseconds(0))) {
        return !stopped_;
    }
    queue_.set_waiting(true);
    while (!stopped_ && !input.wait(between_looks)) {
        stopped_ = stop_wanted();
    }
    queue_.set_waiting(false);
    return !stopped_;
}

void InputReading::read_record(const Record& record) {
    if (record.cut && failure_) {
        add(record, {.reason = std::exchange(failure_, std::nullopt)->what()});
        return;
    }
    search_.search(record, [this](const Record& part, FoundAnswer&& found) { add(part, std::move(found)); });
}

void InputReading::add(const Record& record, FoundAnswer&& found) {
    constexpr std::size_t about_an_answer = 3000;
    ReadRecord& read = chunk_.records.emplace_back();
    read.line = record.line;
    read.item = record.item;
    read.prefixed = record.prefixed;
    read.found = std::move(found);
    const bool may_be_refused = !read.found.is_good() || read.found.is_absence();
    if (may_be_refused && (options_.on_outcome || options_.on_rejected)) {
        read.text = record.text;
    }
    chunk_.bytes += record.text.size() + about_an_answer;
}

void InputReading::add_failure(std::int64_t line) {
    if (failure_) {
        ReadRecord& read = chunk_.records.emplace_back();
        read.line = line;
        read.found.reason = failure_->what();
    }
}

void InputReading::hand_over() {
    if (chunk_.records.empty()) {
        return;
    }
    RecordChunk chunk = std::exchange(chunk_, {.input = chunk_.input});
    stopped_ = !queue_.push(std::move(chunk)) || stopped_;
}

}  // namespace batchstore
