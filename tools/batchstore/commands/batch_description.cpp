#include "commands/batch_description.hpp"

#include "output/batch_text.hpp"
#include "output/facts.hpp"
#include "output/shown_text.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/time.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace {

using Number = std::optional<std::int64_t>;

/// `1,200 total, 1,100 completed`; unknown numbers are left out.
class NumberList {
public:
    void add(const Number& number, const std::string& what) {
        if (!number) return;
        text_ += (text_.empty() ? "" : ", ") + grouped(*number) + " " + what;
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string status_text(const batchstore::Batch& batch) {
    const std::string phase(to_string(batchstore::phase_of(batch.status)));
    if (!batch.status) return "(not said: " + phase + ")";
    return *batch.status == phase ? phase : *batch.status + " (" + phase + ")";
}

std::string counts_text(const std::optional<batchstore::RequestCounts>& counts) {
    NumberList list;
    if (!counts) return "";
    list.add(counts->total, "total");
    list.add(counts->completed, "completed");
    list.add(counts->failed, "failed");
    return list.text();
}

std::string usage_text(const std::optional<batchstore::Usage>& usage) {
    NumberList list;
    if (!usage) return "";
    list.add(usage->total_tokens, "tokens");
    list.add(usage->input_tokens, "input");
    list.add(usage->cached_tokens, "cached");
    list.add(usage->output_tokens, "output");
    list.add(usage->reasoning_tokens, "reasoning");
    return list.text();
}

/// `line 3, body.model: invalid_value: The model does not exist.`
std::string error_text(const batchstore::BatchError& error) {
    std::string place;
    if (error.line) place = "line " + std::to_string(*error.line);
    if (error.param) place += (place.empty() ? "" : ", ") + *error.param;
    std::string text;
    for (const std::string& part : {place, error.code.value_or(""), error.message.value_or("")}) {
        if (!part.empty()) text += (text.empty() ? "" : ": ") + part;
    }
    return text.empty() ? "(nothing said)" : text;
}

void add_times(Facts& facts, const batchstore::Batch& batch) {
    const auto add = [&](const char* name, const Number& seconds) { facts.add(name, time_text(seconds)); };
    add("created_at", batch.created_at);
    add("in_progress_at", batch.in_progress_at);
    add("finalizing_at", batch.finalizing_at);
    add("completed_at", batch.completed_at);
    add("failed_at", batch.failed_at);
    add("expired_at", batch.expired_at);
    add("cancelling_at", batch.cancelling_at);
    add("cancelled_at", batch.cancelled_at);
    add("expires_at", batch.expires_at);
}

}  // namespace

std::string description_of(const batchstore::StoredBatch& batch, std::size_t width) {
    Facts facts;
    facts.add("id", batch.id);
    facts.add("status", status_text(batch));
    if (batch.absent_since_us) {
        facts.add("absent since", batchstore::iso8601_from_us(*batch.absent_since_us));
        facts.add("last answered", batchstore::iso8601_from_us(batch.last_answered_at_us));
    }
    facts.add("endpoint", batch.endpoint);
    facts.add("model", batch.model);
    facts.add("completion_window", batch.completion_window);
    add_times(facts, batch);
    facts.add("request_counts", counts_text(batch.request_counts));
    facts.add("usage", usage_text(batch.usage));
    facts.add("input_file_id", batch.input_file_id);
    facts.add("output_file_id", batch.output_file_id);
    facts.add("error_file_id", batch.error_file_id);
    for (const auto& error : batch.errors) facts.add("error", error_text(error));
    if (batch.metadata) {
        for (const auto& [key, value] : *batch.metadata) facts.add("metadata." + key, value);
    }
    for (const auto& [key, json_text] : batch.extra) facts.add("extra." + key, json_text);
    facts.add("revision", std::to_string(batch.revision));
    facts.add("first seen", batchstore::iso8601_from_us(batch.first_seen_at_us));
    facts.add("last seen", batchstore::iso8601_from_us(batch.last_seen_at_us));
    facts.add("last changed", batchstore::iso8601_from_us(batch.changed_at_us));
    facts.add("sightings", grouped(batch.sightings));
    return facts.text(width);
}
