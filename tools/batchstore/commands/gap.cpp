#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "commands/import/inputs.hpp"
#include "commands/import/outcomes.hpp"
#include "open_store.hpp"
#include "output/batch_text.hpp"
#include "output/change_text.hpp"
#include "output/format.hpp"
#include "output/json_value.hpp"
#include "output/record_output.hpp"
#include "output/table.hpp"
#include "output/terminal.hpp"

#include <batchstore/gap.hpp>
#include <batchstore/repository.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using batchstore::Gap;
using batchstore::GapKind;

constexpr const char* details =
    "Reads list pages of the API (or arrays, JSON Lines, gzip: all that import reads)\n"
    "and says where they and the store do not agree. Nothing is stored. GAP is\n"
    "\n"
    "  new        the store has never seen the batch\n"
    "  ended      it has ended there, and not here\n"
    "  differing  the listing says something else, which import would take over\n"
    "  behind     the listing says something older, which import would call stale\n"
    "  missing    the store has it, created between the first and the last of the\n"
    "             listing (both included), and the listing has not\n"
    "\n"
    "A row with half the fields that agrees is no gap. With FILEs that are only a\n"
    "part of the listing, what is missing can be on the page between. The exit code\n"
    "is 0 whatever is found, 1 if a record was refused or, with --exit-code, if\n"
    "there are gaps. JSON has changes as field, before (the store) and after.\n"
    "\n"
    "Examples:\n"
    "  curl -fsS 'https://api.openai.com/v1/batches?limit=100' \\\n"
    "      -H \"Authorization: Bearer $OPENAI_API_KEY\" | batchstore gap -\n"
    "  batchstore gap page-1.json page-2.json --format jsonl \\\n"
    "      | jq -r 'select(.gap == \"missing\") | .id'\n"
    "  batchstore gap pages.json.gz --exit-code > gaps.jsonl \\\n"
    "      || batchstore import pages.json.gz";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

constexpr std::array csv_columns{
    CsvColumn{"gap", "/gap"},
    CsvColumn{"id", "/id"},
    CsvColumn{"listed_status", "/listed_status"},
    CsvColumn{"stored_status", "/stored_status"},
    CsvColumn{"created_at", "/created_at"},
    CsvColumn{"changes", "/changes"},
};

/// What the listing says of it, else the store.
const batchstore::Batch& batch_of(const Gap& gap) {
    return gap.listed ? *gap.listed : static_cast<const batchstore::Batch&>(gap.stored.value());
}

template <class Batch>
nlohmann::ordered_json status_of(const std::optional<Batch>& batch) {
    return batch ? value_or_null(batch->status) : nlohmann::ordered_json(nullptr);
}

std::string record_text(const Gap& gap) {
    std::string text =
        one_line(nlohmann::ordered_json{{"gap", to_string(gap.kind)},
                                        {"id", gap.id},
                                        {"listed_status", status_of(gap.listed)},
                                        {"stored_status", status_of(gap.stored)},
                                        {"created_at", value_or_null(batch_of(gap).created_at)}});
    text.back() = ',';
    return text + R"("changes":)" + json_text_of(gap.changes) + "}";
}

Style kind_style(GapKind kind) {
    if (kind == GapKind::missing) return Style::bad;
    return kind == GapKind::behind ? Style::quiet : Style::warning;
}

/// Takes gaps one after the other and shows them.
class GapOutput {
public:
    GapOutput(Output& output, Format format, const batchstore::BatchReader& repository)
        : short_ids_(terminal_of(output.descriptor()).interactive),
          repository_(repository),
          records_(output, format,
                   {{"GAP"},
                    {.title = "ID", .least_width = 16, .good_width = 24},
                    {"STORED"},
                    {"LISTED"},
                    {.title = "CREATED", .weight = -1}},
                   csv_columns) {}

    /// @returns false once nobody reads any more.
    bool add(const Gap& gap) {
        Table* table = records_.table();
        if (!table) return records_.write(record_text(gap));
        const auto status = [](const auto& batch) -> Table::Cell {
            if (!batch) return std::string();
            return {batch->status.value_or(""), style_of(*batch)};
        };
        table->add_row({{std::string(to_string(gap.kind)), kind_style(gap.kind)},
                        short_ids_ && gap.stored ? short_id(repository_, gap.id) : gap.id,
                        status(gap.stored),
                        status(gap.listed),
                        time_text(batch_of(gap).created_at)});
        for (const auto& change : gap.changes) table->add_line("           " + change_text(change));
        return true;
    }

    void end() { records_.end(); }

private:
    bool short_ids_;
    const batchstore::BatchReader& repository_;
    RecordOutput records_;
};

std::string summary_text(const batchstore::GapSummary& found) {
    const auto counted = [](std::int64_t number, const char* what) {
        return std::to_string(number) + " " + what;
    };
    // These words are a contract: scripts read them.
    return "compared " + counted(found.records(), "records: ") + counted(found.same, "same, ") +
           counted(found.unknown, "new, ") + counted(found.ended, "ended, ") +
           counted(found.differing, "differing, ") + counted(found.behind, "behind, ") +
           counted(found.missing, "missing, ") + counted(found.repeated, "repeated, ") +
           counted(found.rejected, "rejected");
}

}  // namespace

Exit gap(Invocation& invocation) {
    std::vector<std::string> paths;
    bool exit_code = false;
    std::optional<Format> format;
    std::optional<std::string> at;
    Arguments arguments(invocation, details);
    arguments.rest("FILE", paths, "What the API listed; - is standard input [-]");
    declare_pointer(arguments, at);
    arguments.flag("--exit-code", exit_code, "End with 1 if there are gaps");
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;
    settle_paths(paths);
    const std::string pointer = checked_pointer(at);

    const auto repository = open_for_reading(invocation);
    const ImportInputs inputs = open_inputs(invocation, paths);
    if (!inputs.all) return Exit::refused;
    Output& output = invocation.output;
    GapOutput shown(output, chosen_format(format, terminal_of(output.descriptor())), *repository);
    RejectionLines rejections(invocation, "", "mend them, or leave them out");
    const auto found = batchstore::find_gaps(
        *repository, inputs.opened,
        {.on_gap = [&](const Gap& gap) { return shown.add(gap); },
         .on_rejected = [&](const batchstore::ImportOutcome& outcome) { rejections.add(outcome); },
         .at = pointer});
    shown.end();
    rejections.end();
    invocation.messages.note(summary_text(found));
    return found.rejected > 0 || (exit_code && found.gaps() > 0) ? Exit::refused : Exit::done;
}
