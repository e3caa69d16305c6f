#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "commands/all.hpp"
#include "commands/history_record.hpp"
#include "open_store.hpp"
#include "output/batch_text.hpp"
#include "output/change_text.hpp"
#include "output/format.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"
#include "output/table.hpp"
#include "output/terminal.hpp"

#include <batchstore/observation.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>

namespace {

using batchstore::HistoryEntry;

constexpr const char* details =
    "An equal answer that came again is not logged, only counted (see sightings in\n"
    "batchstore show). STATUS and PROGRESS are what the answer said; VERDICT, and\n"
    "the lines below, what it did to the batch when it was recorded, field by field.\n"
    "JSON has the times in microseconds since 1970, and changes as field, before,\n"
    "after; the answers themselves are in batchstore show --seq and batchstore dump\n"
    "--observations. VERDICT absent is no answer: the server did not know the batch,\n"
    "in the words below, or in words in JSON. With --as-of it is as if nothing that\n"
    "was observed later (or as of a head, recorded later) were known, but VERDICT\n"
    "stays what was recorded. An id may be cut short, as batchstore list does. On a\n"
    "narrow terminal the table leaves out columns on the right.\n"
    "\n"
    "Examples:\n"
    "  batchstore history batch_abc123\n"
    "  batchstore history batch_abc123 --limit 10\n"
    "  batchstore history batch_abc123 --as-of 2026-03-31T12:00:00Z\n"
    "  batchstore history batch_abc123 --format csv > history.csv\n"
    "  batchstore history batch_abc123 --format jsonl \\\n"
    "      | jq -r 'select(.verdict == \"stale\") | .source'";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

/// The first observation sets all that the batch has: how much must do. Of an absence there are the server's
/// words, or how they begin.
void add_changes(Table& table, const HistoryEntry& entry) {
    constexpr const char* indent = "       ";
    constexpr std::size_t most_words = 200;  // columns
    if (entry.observation.is_absence() && !entry.observation.body.empty()) {
        table.add_line(indent + cut_to(shown(entry.observation.body), most_words));
    }
    if (entry.observation.verdict == batchstore::Verdict::inserted) {
        table.add_line(indent + std::to_string(entry.changes.size()) + " values for the first time");
        return;
    }
    for (const auto& change : entry.changes) table.add_line(indent + change_text(change));
}

Style verdict_style(batchstore::Verdict verdict) {
    using batchstore::Verdict;
    if (verdict == Verdict::stale || verdict == Verdict::absent) return Style::warning;
    return verdict == Verdict::unchanged ? Style::quiet : Style::plain;
}

Table table_of(std::span<const HistoryEntry> entries) {
    using enum Table::Align;
    Table table(
        {{"SEQ", right}, {"OBSERVED"}, {"SOURCE", left, 8}, {"VERDICT"}, {"STATUS"}, {"PROGRESS", right}});
    for (const HistoryEntry& entry : entries) {
        const auto& observation = entry.observation;
        table.add_row({std::to_string(observation.seq),
                       batchstore::iso8601_from_us(observation.observed_at_us),
                       observation.source,
                       {std::string(to_string(observation.verdict)), verdict_style(observation.verdict)},
                       {entry.batch.status.value_or(""), style_of(entry.batch)},
                       progress_text(entry.batch)});
        add_changes(table, entry);
    }
    return table;
}

}  // namespace

Exit history(Invocation& invocation) {
    std::string typed;
    std::int64_t limit = std::numeric_limits<std::int64_t>::max();
    AsOf as_of;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.required("ID", typed, "The batch's id, or how no other begins");
    arguments.number("--limit", limit, 1, 1'000'000'000, "Only the last so many [all]");
    arguments.as_of(as_of, "What the store knew then");
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;

    const auto repository = open_for_reading(invocation);
    const auto id = id_meant(invocation, *repository, typed);
    if (!id) return Exit::refused;
    batchstore::GetOptions options;
    as_of.apply(options);
    const auto all = asking([&] { return repository->history(*id, options); });
    if (all.empty()) return unknown_then(invocation, *repository, *id, options);
    const auto size = static_cast<std::int64_t>(all.size());
    const auto entries = std::span(all).last(static_cast<std::size_t>(std::min(limit, size)));
    Output& output = invocation.output;
    const Terminal terminal = terminal_of(output.descriptor());
    const Format chosen = chosen_format(format, terminal);
    if (chosen == Format::table) {
        output.write(table_of(entries).text(terminal));
        return Exit::done;
    }
    RecordWriter writer(output, chosen, history_csv_columns);
    for (const HistoryEntry& entry : entries) writer.write(history_record_text(entry));
    writer.end();
    return Exit::done;
}
