#pragma once

#include "transfer/envelope.hpp"

#include <batchstore/reading.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// What a record holds: an answer, with what its envelope says if it has one, that a batch is absent, or an
/// entry of a log that says nothing of a batch (a pruned one, or an act), or the reason why there is none of
/// them.
struct FoundAnswer {
    std::optional<Answer> answer{};
    std::unique_ptr<Envelope> envelope{};
    std::string reason{};

    /// Whether there is something to store.
    bool is_good() const { return answer || is_absence() || is_entry_of_no_batch(); }
    bool is_absence() const { return envelope && envelope->absent; }
    bool is_entry_of_no_batch() const {
        return envelope && envelope->entry && (envelope->entry->pruned() || envelope->entry->is_act());
    }
};

/// Finds the answer in a record, which is one itself, an envelope, or a line of a dumped log.
class AnswerFinder {
public:
    explicit AnswerFinder(Strictness strictness) : strictness_(strictness) {}

    FoundAnswer find(std::string_view record);

private:
    bool find_in_envelope(std::string_view record, FoundAnswer& found) const;

    Strictness strictness_;
    bool enveloped_ = false;  ///< what the last record was, and so probably the next one
};

}  // namespace batchstore
