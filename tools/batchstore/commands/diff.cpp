#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"
#include "output/change_text.hpp"
#include "output/format.hpp"
#include "output/record_writer.hpp"
#include "output/table.hpp"
#include "output/terminal.hpp"

#include <batchstore/changes.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

constexpr const char* details =
    "What was known at a time are the answers that were observed up to then, however\n"
    "late they were recorded. Before its first answer nothing is known of a batch.\n"
    "The exit code is 0 whether or not there is a difference. JSON has field, before\n"
    "and after, null where it is not set. An id may be cut short, as batchstore list\n"
    "does.\n"
    "\n"
    "Examples:\n"
    "  batchstore diff batch_abc123\n"
    "  batchstore diff batch_abc123 --from 2026-10-01 --to 2026-10-02\n"
    "  batchstore diff batch_abc123 --from -1d --format jsonl | jq -r .field";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

constexpr std::array csv_columns{CsvColumn{"field", "/field"}, CsvColumn{"before", "/before"},
                                 CsvColumn{"after", "/after"}};

std::string table_text(const std::vector<batchstore::FieldChange>& changes, const Terminal& terminal) {
    using enum Table::Align;
    Table table({{"FIELD"}, {"BEFORE", left, 12}, {"AFTER", left, 12}});
    for (const auto& [field, before, after] : changes) {
        table.add_row({field, value_text(field, before), value_text(field, after)});
    }
    return table.text(terminal);
}

}  // namespace

Exit diff(Invocation& invocation) {
    std::string typed;
    std::optional<std::int64_t> from_us;
    std::optional<std::int64_t> to_us;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.required("ID", typed, "The batch's id, or how no other begins");
    arguments.time("--from", from_us, "What the store knew then [when it first saw it]");
    arguments.time("--to", to_us, "Against what it knew then [now]");
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;
    if (from_us && from_us > to_us.value_or(arguments.moment_us())) {
        throw UsageError(to_us ? "--from is later than --to" : "--from is still to come");
    }

    const auto repository = open_for_reading(invocation);
    const auto id = id_meant(invocation, *repository, typed);
    if (!id) return Exit::refused;
    const batchstore::StoredBatch now = repository->get(*id).value();
    const auto at = [&](std::int64_t as_of_us) {
        return repository->get(*id, {.as_of_us = as_of_us}).value_or(batchstore::StoredBatch{});
    };
    const batchstore::StoredBatch after = to_us ? at(*to_us) : now;
    if (after.id.empty()) {
        invocation.messages.note(*id + " was first seen at " +
                                 batchstore::iso8601_from_us(now.first_seen_at_us));
    }
    const std::int64_t first_us = std::min(now.first_seen_at_us, to_us.value_or(now.first_seen_at_us));
    const auto changes = batchstore::changes_between(at(from_us.value_or(first_us)), after);
    Output& output = invocation.output;
    const Terminal terminal = terminal_of(output.descriptor());
    const Format chosen = chosen_format(format, terminal);
    if (chosen == Format::table) {
        if (changes.empty()) invocation.messages.note("no difference");
        output.write(table_text(changes, terminal));
        return Exit::done;
    }
    RecordWriter writer(output, chosen, csv_columns);
    for (const auto& change : changes) writer.write(json_text_of(change));
    writer.end();
    return Exit::done;
}
