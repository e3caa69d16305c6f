#include "commands/history_record.hpp"

#include "output/change_text.hpp"
#include "output/json_value.hpp"

#include <batchstore/observation.hpp>

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace {

nlohmann::ordered_json json_of(const std::optional<batchstore::RequestCounts>& counts) {
    if (!counts) return nullptr;
    return {{"total", value_or_null(counts->total)},
            {"completed", value_or_null(counts->completed)},
            {"failed", value_or_null(counts->failed)}};
}

}  // namespace

std::string history_record_text(const batchstore::HistoryEntry& entry) {
    const auto& observation = entry.observation;
    const nlohmann::ordered_json record{
        {"seq", observation.seq},
        {"id", observation.is_act() ? nlohmann::ordered_json() : nlohmann::ordered_json(observation.id)},
        {"observed_at_us", observation.observed_at_us},
        {"recorded_at_us", observation.recorded_at_us},
        {"source", observation.source},
        {"precedence", to_string(observation.precedence)},
        {"verdict", to_string(observation.verdict)},
        {"status", value_or_null(entry.batch.status)},
        {"request_counts", json_of(entry.batch.request_counts)},
        {"changed", entry.changed},
        {"digest", batchstore::to_hex(observation.digest)}};
    std::string text = one_line(record);
    text.back() = ',';
    text += R"("changes":)" + json_text_of(entry.changes);
    if (observation.is_absence()) text += R"(,"words":)" + one_line(nlohmann::ordered_json(observation.body));
    // Spliced, so that it stays as it was written.
    if (observation.is_act()) text += R"(,"receipt":)" + observation.body;
    return text + "}";
}
