#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "arguments/paging.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"
#include "output/batch_text.hpp"
#include "output/format.hpp"
#include "output/json_value.hpp"
#include "output/record_output.hpp"
#include "output/shown_text.hpp"
#include "output/table.hpp"
#include "output/terminal.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/query.hpp>
#include <batchstore/repository.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

constexpr const char* details =
    "Batches that have not ended: ask the server for these and import what it says.\n"
    "First those that may still end in time, the longest unseen first; then those\n"
    "past their deadline, the freshest deadline first, so that what was lost long ago\n"
    "comes last. REASON is the first of these that is true:\n"
    "\n"
    "  absent            the server did not know it when it was last asked\n"
    "  past expires_at   its deadline has passed: it should have ended by now; a\n"
    "                    table says for how long, JSON in overdue_seconds\n"
    "  never seen again  it was seen only once, when it was first stored\n"
    "  not ended         it was seen more often, and was still under way\n"
    "\n"
    "A batch that is absent is due again when it was unseen for as long as it had\n"
    "been absent when it was last seen: each time after twice the time.\n"
    "\n"
    "On a terminal ids are short and times are ages; --ids gives nothing but whole\n"
    "ids, one a line.\n"
    "\n"
    "Examples:\n"
    "  batchstore due --unseen-for 10m\n"
    "  batchstore due --unchanged-for 2h\n"
    "  batchstore due --unseen-for 10m --all --ids | xargs -I ID curl -fsS \\\n"
    "      https://api.openai.com/v1/batches/ID \\\n"
    "      -H \"Authorization: Bearer $OPENAI_API_KEY\" | batchstore import -\n"
    "  batchstore due --format jsonl \\\n"
    "      | jq -r 'select(.reason == \"past expires_at\") | .id'";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

constexpr std::array csv_columns{
    CsvColumn{"id", "/id"},
    CsvColumn{"status", "/status"},
    CsvColumn{"phase", "/phase"},
    CsvColumn{"reason", "/reason"},
    CsvColumn{"created_at", "/created_at"},
    CsvColumn{"expires_at", "/expires_at"},
    CsvColumn{"last_seen_at_us", "/last_seen_at_us"},
    CsvColumn{"sightings", "/sightings"},
    CsvColumn{"absent_since_us", "/absent_since_us"},
    CsvColumn{"changed_at_us", "/changed_at_us"},
    CsvColumn{"overdue_seconds", "/overdue_seconds"},
};

constexpr std::int64_t second_us = 1'000'000;

/// For how long a batch is past its deadline; nothing if it is not.
std::optional<std::int64_t> overdue_seconds(const batchstore::StoredBatch& batch, std::int64_t now_seconds) {
    const bool past = batch.expires_at && *batch.expires_at <= now_seconds;
    return past ? std::optional(now_seconds - *batch.expires_at) : std::nullopt;
}

const char* reason_of(const batchstore::StoredBatch& batch, std::int64_t now_seconds) {
    if (batch.absent_since_us) return "absent";
    if (overdue_seconds(batch, now_seconds)) return "past expires_at";
    return batch.sightings == 1 ? "never seen again" : "not ended";
}

/// The reason for a person: `past expires_at for 3h`.
std::string reason_text(const batchstore::StoredBatch& batch, std::int64_t now_seconds) {
    const std::string reason = reason_of(batch, now_seconds);
    const bool is_overdue = !batch.absent_since_us && overdue_seconds(batch, now_seconds).value_or(0) > 0;
    return is_overdue ? reason + " for " + age_text(batch.expires_at, now_seconds) : reason;
}

std::string json_text_of(const batchstore::StoredBatch& batch, std::int64_t now_seconds) {
    return one_line(
        nlohmann::ordered_json{{"id", batch.id},
                               {"status", value_or_null(batch.status)},
                               {"phase", to_string(batchstore::phase_of(batch.status))},
                               {"reason", reason_of(batch, now_seconds)},
                               {"created_at", value_or_null(batch.created_at)},
                               {"expires_at", value_or_null(batch.expires_at)},
                               {"last_seen_at_us", batch.last_seen_at_us},
                               {"sightings", batch.sightings},
                               {"absent_since_us", value_or_null(batch.absent_since_us)},
                               {"changed_at_us", batch.changed_at_us},
                               {"overdue_seconds", value_or_null(overdue_seconds(batch, now_seconds))}});
}

/// Takes batches one after the other and shows them.
class DueOutput {
public:
    DueOutput(Output& output, Format format, const batchstore::BatchReader& repository,
              std::int64_t now_seconds)
        : ages_(terminal_of(output.descriptor()).interactive),
          repository_(repository),
          now_seconds_(now_seconds),
          records_(output, format, titles(), csv_columns) {}

    /// @returns false once nobody reads any more.
    bool add(const batchstore::StoredBatch& batch) {
        if (!records_.table()) return records_.write(json_text_of(batch, now_seconds_));
        const auto time = [&](const std::optional<std::int64_t>& seconds) {
            return ages_ ? age_text(seconds, now_seconds_) : time_text(seconds);
        };
        const bool past = overdue_seconds(batch, now_seconds_).has_value();
        records_.table()->add_row({ages_ ? short_id(repository_, batch.id) : batch.id,
                                   {reason_text(batch, now_seconds_), past ? Style::warning : Style::plain},
                                   {batch.status.value_or(""), style_of(batch)},
                                   time(batch.last_seen_at_us / second_us),
                                   std::to_string(batch.sightings),
                                   progress_text(batch),
                                   time(batch.created_at),
                                   time(batch.expires_at)});
        return true;
    }

    void end() { records_.end(); }

private:
    std::vector<Table::Column> titles() const {
        using enum Table::Align;
        const Table::Align times = ages_ ? right : left;
        return {{"ID"},
                {"REASON"},
                {"STATUS"},
                {ages_ ? "UNSEEN" : "LAST SEEN", times},
                {"SIGHTINGS", right},
                {"PROGRESS", right},
                {ages_ ? "AGE" : "CREATED", times},
                {"EXPIRES", times}};
    }

    bool ages_;
    const batchstore::BatchReader& repository_;
    std::int64_t now_seconds_;
    RecordOutput records_;
};

/// Lines of whole ids. An id with a line's end in it cannot be one.
class IdLines {
public:
    explicit IdLines(Output& output)
        : output_(output), harmless_(terminal_of(output.descriptor()).interactive) {}

    bool add(const std::string& id) {
        if (id.find_first_of("\r\n") != std::string::npos) {
            ++left_out_;
            return true;
        }
        return output_.write((harmless_ ? shown(id) : id) + "\n");
    }

    std::int64_t left_out() const { return left_out_; }

private:
    Output& output_;
    bool harmless_;
    std::int64_t left_out_ = 0;
};

/// Walks through all that is due of what was asked for, `most` of them at most.
/// @returns whether there are more
bool each_due(const batchstore::BatchReader& repository, const batchstore::Query& asked,
              std::int64_t moment_us, std::int64_t most,
              const std::function<bool(const batchstore::StoredBatch&)>& visit) {
    bool goes_on = true;
    std::int64_t left = most;
    for (const batchstore::Query& query : batchstore::due_queries(asked, moment_us)) {
        if (!goes_on) return false;
        if (left == 0) return repository.count(query) > 0;
        const std::string next = each_page(repository, query, left, [&](const auto& batch) {
            --left;
            return goes_on = visit(batch);
        });
        if (!next.empty()) return true;
    }
    return false;
}

batchstore::Query query_of(const Filters& filters) {
    batchstore::Query query = filters.query();
    if (std::ranges::find(query.phase, "ended") != query.phase.end()) {
        throw UsageError("--phase: what has ended is not due");
    }
    return query;
}

}  // namespace

Exit due(Invocation& invocation) {
    bool only_ids = false;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    const Amount amount(arguments, 100);
    arguments.flag("--ids", only_ids, "Nothing but whole ids, one a line");
    arguments.format(format, formats);
    const Filters filters(arguments);
    arguments.either("--ids", "--format");
    if (!arguments.parse()) return Exit::done;
    const batchstore::Query query = query_of(filters);

    const auto repository = open_for_reading(invocation);
    note_unseen(query, *repository, invocation.messages);
    Output& output = invocation.output;
    IdLines ids(output);
    const std::int64_t moment_us = arguments.moment_us();
    bool more = false;
    if (only_ids) {
        more = each_due(*repository, query, moment_us, amount.most(),
                        [&](const auto& batch) { return ids.add(batch.id); });
        output.flush();
    } else {
        DueOutput shown(output, chosen_format(format, terminal_of(output.descriptor())), *repository,
                        moment_us / second_us);
        more = each_due(*repository, query, moment_us, amount.most(),
                        [&](const auto& batch) { return shown.add(batch); });
        shown.end();
    }
    if (more) invocation.messages.note("more are due: --limit N, or --all");
    if (ids.left_out() == 0) return Exit::done;
    invocation.messages.error("due: --ids left out " + std::to_string(ids.left_out()) +
                              " with a line's end in it; see --format jsonl");
    return Exit::refused;
}
