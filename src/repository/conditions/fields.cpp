#include "repository/conditions/fields.hpp"

#include "model/conversions.hpp"
#include "model/excerpt.hpp"

#include <batchstore/error.hpp>
#include <batchstore/nearest_word.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace batchstore {

namespace {

using enum FieldType;

constexpr std::array fields{
    ConditionField{"id", "", text, "the batch's id"},
    ConditionField{"status", "", text, "the API's word, or the server's own in lower case"},
    ConditionField{"phase", "", text, "waiting, running, finalizing, cancelling or ended"},
    ConditionField{"endpoint", "", text, "such as /v1/chat/completions"},
    ConditionField{"model", "", text, "the model's name"},
    ConditionField{"completion_window", "", text, "such as 24h"},
    ConditionField{"input_file_id", "input_file", text, "file of the requests"},
    ConditionField{"output_file_id", "output_file", text, "file of the results"},
    ConditionField{"error_file_id", "error_file", text, "file of the failed requests"},
    ConditionField{metadata_field, "", text, "metadata.KEY or metadata.\"any key\": the value of a pair"},
    ConditionField{"error.code", "error_code", text, "code of one of the validation errors"},
    ConditionField{"error.message", "error_message", text, "message of one of the validation errors"},
    ConditionField{"error", "", text, "code or message of one of the validation errors"},
    ConditionField{"source", "", text, "one of the sources that saw the batch"},
    ConditionField{"created_at", "created", seconds, "when the batch was created"},
    ConditionField{"in_progress_at", "", seconds, "when it began to run"},
    ConditionField{"expires_at", "expires", seconds, "its deadline"},
    ConditionField{"finalizing_at", "", seconds, "when its results began to be put together"},
    ConditionField{"completed_at", "", seconds, "when it completed"},
    ConditionField{"failed_at", "", seconds, "when it failed"},
    ConditionField{"expired_at", "", seconds, "when it expired"},
    ConditionField{"cancelling_at", "", seconds, "when it was asked to stop"},
    ConditionField{"cancelled_at", "", seconds, "when it had stopped"},
    ConditionField{"ended_at", "ended", seconds,
                   "the time that belongs to its ended status, else the latest other end"},
    ConditionField{"first_seen_at_us", "first_seen", microseconds, "when it was first observed"},
    ConditionField{"last_seen_at_us", "last_seen", microseconds, "when it was last observed"},
    ConditionField{"last_answered_at_us", "last_answered", microseconds,
                   "when a server last answered about it; absences do not count"},
    ConditionField{"absent_since_us", "absent_since", microseconds,
                   "since when the server does not know it; not set: it does"},
    ConditionField{"changed_at_us", "changed", microseconds,
                   "since when servers say what the state is: when it last changed"},
    ConditionField{"due_at_us", "due", microseconds,
                   "from when on it may be asked about again: last_seen, or later if it is absent"},
    ConditionField{"request_counts.total", "counts.total", number, "requests in the batch"},
    ConditionField{"request_counts.completed", "counts.completed", number, "requests that succeeded"},
    ConditionField{"request_counts.failed", "counts.failed", number, "requests that failed"},
    ConditionField{"usage.input_tokens", "input_tokens", number, "tokens of the requests"},
    ConditionField{"usage.cached_tokens", "cached_tokens", number, "of these, cached ones"},
    ConditionField{"usage.output_tokens", "output_tokens", number, "tokens of the results"},
    ConditionField{"usage.reasoning_tokens", "reasoning_tokens", number, "of these, for reasoning"},
    ConditionField{"usage.total_tokens", "total_tokens", number, "all tokens"},
    ConditionField{"revision", "", number, "changes of the state, 1 for a new batch"},
    ConditionField{"sightings", "", number, "how often the batch was observed"},
    ConditionField{"errors", "", presence, "validation errors"},
    ConditionField{"request_counts", "counts", presence, "progress in requests"},
    ConditionField{"usage", "", presence, "numbers of tokens"},
};

}  // namespace

std::span<const ConditionField> condition_fields() {
    return fields;
}

const ConditionField* find_field(std::string_view word) {
    const auto found = std::ranges::find_if(fields, [&](const ConditionField& field) {
        return field.name == word || (!field.alias.empty() && field.alias == word);
    });
    return found == fields.end() ? nullptr : &*found;
}

std::string_view nearest_field(std::string_view word) {
    std::vector<std::string_view> names;
    for (const ConditionField& field : fields) names.insert(names.end(), {field.name, field.alias});
    return nearest_word(word, names);
}

std::string_view symbol(Operator comparison) {
    switch (comparison) {
        case Operator::less:
            return "<";
        case Operator::less_equal:
            return "<=";
        case Operator::greater:
            return ">";
        case Operator::greater_equal:
            return ">=";
        case Operator::contains:
            return "~";
        default:
            return "=";
    }
}

std::string normal_value(std::string_view field, std::string value) {
    if (field == "status") return normal_status(std::move(value));
    if (field == "phase" &&
        std::ranges::none_of(every_phase, [&](Phase phase) { return to_string(phase) == value; })) {
        throw Error(ErrorKind::invalid,
                    fmt::format("there is no phase '{}'; phases are waiting, running, finalizing, "
                                "cancelling, ended",
                                excerpt(value, 40)));
    }
    return value;
}

}  // namespace batchstore
