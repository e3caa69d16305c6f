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
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

constexpr const char* details =
    "Batches that have not ended, the longest unseen first: ask the server for these\n"
    "and import what it says. REASON is the first of these that is true:\n"
    "\n"
    "  absent            the server did not know it when it was last asked\n"
    "  past expires_at   its deadline has passed: it should have ended by now\n"
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
    CsvColumn{"changed_at_us", "/changed_at_us"},
    CsvColumn{"sightings", "/sightings"},
    CsvColumn{"absent_since_us", "/absent_since_us"},
};

constexpr std::int64_t second_us = 1'000'000;

const char* reason_of(const batchstore::StoredBatch& batch, std::int64_t now_seconds) {
    if (batch.absent_since_us) return "absent";
    if (batch.expires_at && *batch.expires_at <= now_seconds) return "past expires_at";
    return batch.sightings == 1 ? "never seen again" : "not ended";
}

std::string json_text_of(const batchstore::StoredBatch& batch, const char* reason) {
    return one_line(nlohmann::ordered_json{{"id", batch.id},
                                           {"status", value_or_null(batch.status)},
                                           {"phase", to_string(batchstore::phase_of(batch.status))},
                                           {"reason", reason},
                                           {"created_at", value_or_null(batch.created_at)},
                                           {"expires_at", value_or_null(batch.expires_at)},
                                           {"last_seen_at_us", batch.last_seen_at_us},
                                           {"changed_at_us", batch.changed_at_us},
                                           {"sightings", batch.sightings},
                                           {"absent_since_us", value_or_null(batch.absent_since_us)}});
}

/// Takes batches one after the other and shows them.
class DueOutput {
public:
    DueOutput(Output& output, Format format, const batchstore::BatchReader& repository)
        : ages_(terminal_of(output.descriptor()).interactive),
          repository_(repository),
          records_(output, format, titles(), csv_columns) {}

    /// @returns false once nobody reads any more.
    bool add(const batchstore::StoredBatch& batch) {
        const char* reason = reason_of(batch, now_seconds_);
        if (!records_.table()) return records_.write(json_text_of(batch, reason));
        const auto time = [&](const std::optional<std::int64_t>& seconds) {
            return ages_ ? age_text(seconds, now_seconds_) : time_text(seconds);
        };
        const bool past = batch.expires_at && *batch.expires_at <= now_seconds_;
        records_.table()->add_row({ages_ ? short_id(repository_, batch.id) : batch.id,
                                   {reason, past ? Style::warning : Style::plain},
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
    std::int64_t now_seconds_ = now_us() / second_us;
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

/// What was asked for, of the batches that have not ended, in the order in which they want a refresh.
batchstore::Query query_of(const Filters& filters) {
    batchstore::Query query = filters.query();
    if (std::ranges::find(query.phase, "ended") != query.phase.end()) {
        throw UsageError("--phase: what has ended is not due");
    }
    if (query.phase.empty()) query.phase = {"waiting", "running", "finalizing", "cancelling"};
    batchstore::Condition due;
    due.parts.push_back({.kind = batchstore::Condition::Kind::test,
                         .field = "due_at_us",
                         .comparison = batchstore::Operator::less_equal,
                         .values = {now_us()}});
    if (query.where) due.parts.push_back(*std::move(query.where));
    query.where = std::move(due);
    query.sort = batchstore::Sort::last_seen;
    query.descending = false;
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
    std::string next;
    if (only_ids) {
        next = each_page(*repository, query, amount.most(),
                         [&](const auto& batch) { return ids.add(batch.id); });
        output.flush();
    } else {
        DueOutput shown(output, chosen_format(format, terminal_of(output.descriptor())), *repository);
        next =
            each_page(*repository, query, amount.most(), [&](const auto& batch) { return shown.add(batch); });
        shown.end();
    }
    if (!next.empty()) invocation.messages.note("more are due: --limit N, or --all");
    if (ids.left_out() == 0) return Exit::done;
    invocation.messages.error("due: --ids left out " + std::to_string(ids.left_out()) +
                              " with a line's end in it; see --format jsonl");
    return Exit::refused;
}
