#include "transfer/answer_finder.hpp"

#include <batchstore/error.hpp>

namespace batchstore {

FoundAnswer AnswerFinder::find(std::string_view record) {
    FoundAnswer found;
    if (enveloped_ && find_in_envelope(record, found)) {
        return found;
    }
    try {
        found.answer = Answer::read(std::string(record), strictness_);
        enveloped_ = false;
        return found;
    } catch (const Error& error) {
        found.reason = error.what();
    }
    if (!enveloped_) {
        enveloped_ = find_in_envelope(record, found);
    }
    return found;
}

/// @returns false if the record is no envelope; then `found` is as it was.
bool AnswerFinder::find_in_envelope(std::string_view record, FoundAnswer& found) const {
    try {
        std::optional<Envelope> envelope = open_envelope(record);
        if (!envelope) {
            return false;
        }
        found.envelope = std::make_unique<Envelope>(std::move(*envelope));
    } catch (const Error& error) {
        found.reason = error.what();
        return true;
    }
    const auto& entry = found.envelope->entry;
    found.reason.clear();
    if (found.is_entry_of_no_batch() || found.is_absence()) {
        return true;
    }
    try {
        found.answer = Answer::read(std::move(found.envelope->body), strictness_);
    } catch (const Error& error) {
        found.reason =
            std::string(entry ? "the body of the log entry: " : "the batch in the envelope: ") + error.what();
    }
    if (found.answer && entry && entry->id != found.answer->batch().id) {
        found.answer.reset();
        found.reason = "the \"id\" of the log entry is not that of its body";
    }
    return true;
}

}  // namespace batchstore
