#include "output/batch_text.hpp"

#include "output/shown_text.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/json.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

namespace {

std::string number_text(const std::optional<std::int64_t>& number, const char* unknown) {
    return number ? std::to_string(*number) : unknown;
}

}  // namespace

std::string progress_text(const batchstore::Batch& batch) {
    const auto& counts = batch.request_counts;
    if (!counts || (!counts->completed && !counts->total)) return "";
    return number_text(counts->completed, "?") + "/" + number_text(counts->total, "?");
}

std::string failed_text(const batchstore::Batch& batch) {
    return batch.request_counts ? number_text(batch.request_counts->failed, "") : "";
}

bool has_failures(const batchstore::Batch& batch) {
    return batch.request_counts && batch.request_counts->failed.value_or(0) > 0;
}

std::string error_text(const batchstore::Batch& batch) {
    if (batch.errors.empty()) return batch.status == "failed" ? "-" : "";
    const auto& [code, message, param, line] = batch.errors.front();
    const auto others = static_cast<std::int64_t>(batch.errors.size()) - 1;
    const std::string more = others > 0 ? "(and " + grouped(others) + " more)" : "";
    std::string text = code.value_or("");
    const auto add = [&](const std::string& before, const std::string& part) {
        if (!part.empty()) text += (text.empty() ? "" : before) + part;
    };
    if (code) add(" ", more);
    add(": ", message.value_or(""));
    if (!code) add(" ", more);
    return text.empty() ? "(nothing said)" : text;
}

std::string time_text(const std::optional<std::int64_t>& seconds) {
    return seconds ? batchstore::iso8601(*seconds) : "";
}

std::string age_text(const std::optional<std::int64_t>& seconds, std::int64_t now_seconds) {
    constexpr std::int64_t clocks_differ = 5;  // seconds
    constexpr std::int64_t minute = 60;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    constexpr std::int64_t year = 365 * day;
    if (!seconds) return "";
    if (*seconds > now_seconds + clocks_differ) return "in " + age_text(now_seconds, *seconds);
    const std::int64_t age = std::max<std::int64_t>(now_seconds - *seconds, 0);
    if (age == 0) return "now";
    if (age < minute) return std::to_string(age) + "s";
    if (age < hour) return std::to_string(age / minute) + "m";
    if (age < 2 * day) return std::to_string(age / hour) + "h";
    if (age < 2 * year) return std::to_string(age / day) + "d";
    return std::to_string(age / year) + "y";
}

Style style_of(const batchstore::Batch& batch) {
    using batchstore::Phase;
    const std::string status = batch.status.value_or("");
    const auto is_one_of = [&](std::initializer_list<const char*> words) {
        return std::ranges::find(words, status) != words.end();
    };
    switch (batchstore::phase_of(batch.status)) {
        case Phase::waiting:
            return Style::quiet;
        case Phase::running:
        case Phase::finalizing:
            return Style::active;
        case Phase::cancelling:
            return Style::warning;
        case Phase::ended:
            break;
    }
    if (is_one_of({"completed", "complete", "succeeded", "success"})) return Style::good;
    return is_one_of({"failed", "expired", "timeout_exceeded"}) ? Style::bad : Style::warning;
}

std::string standing_text(const batchstore::StoredBatch& batch) {
    std::string status = batch.status.value_or("");
    if (!batch.absent_since_us) return status;
    return status + (status.empty() ? "(absent)" : " (absent)");
}

std::string stored_json_text(const batchstore::StoredBatch& batch, bool changed) {
    std::string text = batchstore::to_json_text(batch);
    const auto add = [&](const std::string& member, std::int64_t value) {
        text.pop_back();
        text += ",\"" + member + "\":" + std::to_string(value) + "}";
    };
    if (batch.absent_since_us) add("absent_since_us", *batch.absent_since_us);
    if (changed) add("changed_at_us", batch.changed_at_us);
    return text;
}
