#include "arguments.hpp"
#include "batch_text.hpp"
#include "commands.hpp"
#include "format.hpp"
#include "open_store.hpp"
#include "record_writer.hpp"
#include "table.hpp"
#include "terminal.hpp"

#include <batchstore/observation.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/time.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using batchstore::HistoryEntry;

constexpr const char* details =
    "An equal answer that came again is not logged, only counted (see sightings in\n"
    "batchstore show). STATUS and PROGRESS are what the answer said; VERDICT and\n"
    "CHANGED what it did to the batch when it was recorded. JSON has the times in\n"
    "microseconds since 1970; the answers themselves are in batchstore dump\n"
    "--observations. On a narrow terminal the table leaves out columns on the right.\n"
    "\n"
    "Examples:\n"
    "  batchstore history batch_abc123\n"
    "  batchstore history batch_abc123 --format csv > history.csv\n"
    "  batchstore history batch_abc123 --format jsonl | jq -r 'select(.verdict == \"stale\") | .source'";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

constexpr std::array csv_columns{
    CsvColumn{"seq", "/seq"},
    CsvColumn{"id", "/id"},
    CsvColumn{"observed_at_us", "/observed_at_us"},
    CsvColumn{"recorded_at_us", "/recorded_at_us"},
    CsvColumn{"source", "/source"},
    CsvColumn{"precedence", "/precedence"},
    CsvColumn{"verdict", "/verdict"},
    CsvColumn{"status", "/status"},
    CsvColumn{"requests_total", "/request_counts/total"},
    CsvColumn{"requests_completed", "/request_counts/completed"},
    CsvColumn{"requests_failed", "/request_counts/failed"},
    CsvColumn{"changed", "/changed"},
    CsvColumn{"digest", "/digest"},
};

template <class T>
nlohmann::ordered_json value_or_null(const std::optional<T>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json json_of(const std::optional<batchstore::RequestCounts>& counts) {
    if (!counts) return nullptr;
    return {{"total", value_or_null(counts->total)},
            {"completed", value_or_null(counts->completed)},
            {"failed", value_or_null(counts->failed)}};
}

std::string json_text_of(const HistoryEntry& entry) {
    const auto& observation = entry.observation;
    return nlohmann::ordered_json{{"seq", observation.seq},
                                  {"id", observation.id},
                                  {"observed_at_us", observation.observed_at_us},
                                  {"recorded_at_us", observation.recorded_at_us},
                                  {"source", observation.source},
                                  {"precedence", to_string(observation.precedence)},
                                  {"verdict", to_string(observation.verdict)},
                                  {"status", value_or_null(entry.batch.status)},
                                  {"request_counts", json_of(entry.batch.request_counts)},
                                  {"changed", entry.changed},
                                  {"digest", batchstore::to_hex(observation.digest)}}
        .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// The names of the fields; for a batch's first observation, which sets all it has, how many.
std::string changed_text(const HistoryEntry& entry) {
    if (entry.observation.verdict == batchstore::Verdict::inserted) {
        return std::to_string(entry.changed.size()) + " fields";
    }
    std::string text;
    for (const std::string& field : entry.changed) text += (text.empty() ? "" : ", ") + field;
    return text;
}

Table table_of(const std::vector<HistoryEntry>& entries) {
    using enum Table::Align;
    Table table({{"SEQ", right},
                 {"OBSERVED"},
                 {"SOURCE", left, 8},
                 {"VERDICT"},
                 {"STATUS"},
                 {"PROGRESS", right},
                 {"CHANGED", left, 12}});
    for (const HistoryEntry& entry : entries) {
        const auto& observation = entry.observation;
        table.add_row({std::to_string(observation.seq),
                       batchstore::iso8601_from_us(observation.observed_at_us), observation.source,
                       std::string(to_string(observation.verdict)), entry.batch.status.value_or(""),
                       progress_text(entry.batch), changed_text(entry)});
    }
    return table;
}

}  // namespace

Exit history(Invocation& invocation) {
    std::string id;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.required("ID", id, "The batch's id");
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;

    const auto entries = open_for_reading(invocation)->history(id);
    if (entries.empty()) return unknown_batch(invocation, id);
    Output& output = invocation.output;
    const Terminal terminal = terminal_of(output.descriptor());
    const Format chosen = chosen_format(format, terminal);
    if (chosen == Format::table) {
        output.write(table_of(entries).text(terminal));
        return Exit::done;
    }
    RecordWriter writer(output, chosen, csv_columns);
    for (const HistoryEntry& entry : entries) writer.write(json_text_of(entry));
    writer.end();
    return Exit::done;
}
