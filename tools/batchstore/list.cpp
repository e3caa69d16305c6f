#include "arguments.hpp"
#include "batch_text.hpp"
#include "commands.hpp"
#include "format.hpp"
#include "open_store.hpp"
#include "record_writer.hpp"
#include "shown_text.hpp"
#include "table.hpp"
#include "terminal.hpp"

#include <batchstore/json.hpp>
#include <batchstore/query.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace {

constexpr const char* details =
    "The words of the API are validating, in_progress, finalizing, completed, failed,\n"
    "expired, cancelling and cancelled; a server's own word is found too. JSON is a\n"
    "batch in the API's own shape. On a narrow terminal the table leaves out columns\n"
    "on the right.\n"
    "\n"
    "Examples:\n"
    "  batchstore list\n"
    "  batchstore list --status failed,expired --created-from -7d\n"
    "  batchstore list --created-from 2026-10-01 --created-to 2026-11-01 --format csv > october.csv";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

/// The first whole second at or after a time.
std::optional<std::int64_t> seconds_from(const std::optional<std::int64_t>& microseconds) {
    constexpr std::int64_t second_us = 1'000'000;
    if (!microseconds) return std::nullopt;
    return (*microseconds + second_us - 1) / second_us;
}

/// A status as the store keeps it: the reader of answers knows how.
std::string in_normal_form(const std::string& status) {
    return batchstore::from_json({{"id", "typed"}, {"object", "batch"}, {"status", status}})
        .status.value_or(status);
}

Table table_of(const batchstore::Page& page) {
    using enum Table::Align;
    Table table({{"ID"},
                 {"STATUS"},
                 {"PROGRESS", right},
                 {"FAILED", right},
                 {"CREATED"},
                 {"ENDED"},
                 {"MODEL", left, 8},
                 {"ENDPOINT", left, 8}});
    for (const auto& batch : page.batches) {
        table.add_row({batch.id, batch.status.value_or(""), progress_text(batch), failed_text(batch),
                       time_text(batch.created_at), time_text(batchstore::ended_at(batch)),
                       batch.model.value_or(""), batch.endpoint.value_or("")});
    }
    return table;
}

void write_page(Output& output, const batchstore::Page& page, Format format) {
    if (format == Format::table) {
        output.write(table_of(page).text(terminal_of(output.descriptor())));
        return;
    }
    RecordWriter writer(output, format, batch_csv_columns());
    for (const auto& batch : page.batches) {
        if (!writer.write(batchstore::to_json_text(batch))) return;
    }
    writer.end();
}

}  // namespace

Exit list(Invocation& invocation) {
    batchstore::Query query;
    std::optional<std::int64_t> created_from_us;
    std::optional<std::int64_t> created_to_us;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.words("--status", query.status, "WORD,...", "Only batches with one of these statuses");
    arguments.time("--created-from", created_from_us, "Only batches created then or later");
    arguments.time("--created-to", created_to_us, "Only batches created before");
    arguments.number("--limit", query.limit, 1, 1000, "At most this many [100]");
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;
    if (created_from_us && created_to_us && *created_from_us > *created_to_us) {
        throw UsageError("--created-from is later than --created-to");
    }
    std::ranges::transform(query.status, query.status.begin(), in_normal_form);
    query.created_from = seconds_from(created_from_us);
    query.created_to = seconds_from(created_to_us);

    const auto repository = open_for_reading(invocation);
    const batchstore::Page page = repository->find(query);
    Output& output = invocation.output;
    write_page(output, page, chosen_format(format, terminal_of(output.descriptor())));
    output.flush();
    const auto shown_rows = static_cast<std::int64_t>(page.batches.size());
    const std::int64_t found = shown_rows < query.limit ? shown_rows : repository->count(query);
    if (found > shown_rows) {
        invocation.messages.note(grouped(shown_rows) + " of " + grouped(found) +
                                 " batches; more with --limit, all with batchstore dump");
    }
    return Exit::done;
}
