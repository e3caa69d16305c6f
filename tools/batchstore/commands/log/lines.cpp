#include "commands/log/lines.hpp"

#include "arguments/batch_id.hpp"
#include "output/batch_text.hpp"
#include "output/change_text.hpp"
#include "output/shown_text.hpp"
#include "output/table.hpp"

#include <batchstore/observation.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using batchstore::FieldChange;
using batchstore::HistoryEntry;
using batchstore::Verdict;

/// What an answer says of a batch: `in_progress 4/10`.
std::string said_text(const batchstore::Batch& batch) {
    const std::string status = batch.status.value_or("");
    const std::string progress = progress_text(batch);
    return status + (status.empty() || progress.empty() ? "" : " ") + progress;
}

/// What matters first: the status, then counts, then errors.
int place_of(const FieldChange& change) {
    if (change.field == "status") return 0;
    if (change.field.starts_with("request_counts")) return 1;
    return change.field == "errors" ? 2 : 3;
}

/// `status: validating → in_progress, completed: 0 → 640`.
std::string changes_text(std::vector<FieldChange> changes) {
    constexpr std::string_view counts = "request_counts.";
    std::ranges::stable_sort(changes, {}, place_of);
    std::string text;
    for (const FieldChange& change : changes) {
        const std::string said = change_text(change);
        text += (text.empty() ? "" : ", ") + (said.starts_with(counts) ? said.substr(counts.size()) : said);
    }
    return text;
}

std::string done_text(const std::string& act) {
    if (act == "prune") return "pruned ";
    return act == "thin" ? "thinned " : act + " without what was pruned: ";
}

/// What was done to the log: `pruned 2 batches, 4 observations: kept for 180 days`.
std::string act_text(const batchstore::Observation& act) {
    const auto receipt = nlohmann::json::parse(act.body, nullptr, false);
    if (!receipt.is_object()) return act.body;
    const auto number = [&](const char* member) {
        const auto found = receipt.find(member);
        return found != receipt.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
    };
    const auto text = [&](const char* member) {
        const auto found = receipt.find(member);
        return found != receipt.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const std::string reason = text("reason");
    return done_text(text("act")) + counted(number("batches"), "batch", "batches") + ", " +
           counted(number("observations"), "observation", "observations") +
           (reason.empty() ? "" : ": " + reason);
}

std::string what_text(const HistoryEntry& entry) {
    switch (entry.observation.verdict) {
        case Verdict::inserted:
            return "new: " + said_text(entry.batch);
        case Verdict::updated:
            return changes_text(entry.changes);
        case Verdict::absent:
            return "absent" + (entry.observation.body.empty() ? "" : ": " + entry.observation.body);
        case Verdict::pruned:
            return act_text(entry.observation);
        default:
            return std::string(to_string(entry.observation.verdict)) + ": " + said_text(entry.batch);
    }
}

/// When it was observed, if that was long before it was recorded.
std::string observed_text(const batchstore::Observation& entry) {
    constexpr std::int64_t minute_us = 60'000'000;
    if (std::abs(entry.recorded_at_us - entry.observed_at_us) < minute_us) return "";
    return " (observed " + batchstore::iso8601(entry.observed_at_us / 1'000'000) + ")";
}

Style line_style(const HistoryEntry& entry) {
    const Verdict verdict = entry.observation.verdict;
    if (verdict == Verdict::absent || verdict == Verdict::pruned) return Style::warning;
    if (verdict == Verdict::unchanged || verdict == Verdict::stale) return Style::quiet;
    return batchstore::phase_of(entry.batch.status) == batchstore::Phase::ended ? style_of(entry.batch)
                                                                                : Style::plain;
}

}  // namespace

LogLines::LogLines(Output& output, const batchstore::BatchReader& repository)
    : output_(output), repository_(repository), terminal_(terminal_of(output.descriptor())) {}

std::string LogLines::padded(const std::string& text, std::size_t& width) {
    width = std::max(width, columns_of(text));
    return text + std::string(width - columns_of(text), ' ');
}

bool LogLines::write(const HistoryEntry& entry) {
    const batchstore::Observation& said = entry.observation;
    const std::string id = said.is_act()           ? "-"
                           : terminal_.interactive ? short_id(repository_, said.id)
                                                   : said.id;
    const std::string begin = batchstore::iso8601(said.recorded_at_us / 1'000'000) + "  " +
                              padded(shown(id), id_width_) + "  " +
                              padded(shown(said.source), source_width_) + "  ";
    std::string what = shown(what_text(entry) + observed_text(said));
    if (terminal_.interactive && terminal_.width > 0) {
        constexpr std::size_t least_width = 20;
        const std::size_t left = terminal_.width - std::min(terminal_.width, columns_of(begin));
        what = cut_to(what, std::max(left, least_width));
    }
    return output_.write(begin + (terminal_.styled ? styled(what, line_style(entry)) : what) + "\n");
}
