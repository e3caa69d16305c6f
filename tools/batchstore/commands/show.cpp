#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "commands/all.hpp"
#include "commands/batch_description.hpp"
#include "open_store.hpp"
#include "output/batch_text.hpp"
#include "output/format.hpp"
#include "output/json_layout.hpp"
#include "output/record_writer.hpp"
#include "output/terminal.hpp"

#include <batchstore/repository.hpp>
#include <batchstore/store.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace {

constexpr const char* details =
    "--format json and jsonl give the batch in the API's own shape: its state, which\n"
    "all logged answers together make, and absent_since_us behind it where its\n"
    "server no longer knows it. --raw gives the answer that comes last in the\n"
    "batch's life, every byte as it was received. --as-of gives what the store knew\n"
    "at a time, from the answers that were observed up to then, or as of a head (SEQ\n"
    "or SEQ:DIGEST), from those that were recorded up to that entry of the log. An\n"
    "id may be cut short, as batchstore list does, as long as no other begins so; one\n"
    "that starts with - goes behind --. --seq gives one answer of the log, by its\n"
    "number in batchstore history, every byte as it was received; or the receipt of\n"
    "an act, which says what prune did to the log.\n"
    "\n"
    "Examples:\n"
    "  batchstore show batch_abc123\n"
    "  batchstore show batch_abc123 --format json | jq .request_counts\n"
    "  batchstore show --raw batch_abc123 > answer.json\n"
    "  batchstore show batch_abc123 --as-of 2026-03-31T12:00:00Z\n"
    "  batchstore show --seq 4711 > answer.json";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

void write_answer(Output& output, const batchstore::Observation& answer) {
    output.write(answer.body);
    if (terminal_of(output.descriptor()).interactive) output.write("\n");
}

Exit show_entry(Invocation& invocation, const batchstore::BatchReader& repository, std::int64_t seq) {
    const auto entry = repository.store().entry(seq);
    if (!entry) {
        invocation.messages.error("--seq " + std::to_string(seq) +
                                  ": the log has no such entry; it ends at " +
                                  std::to_string(repository.head().seq));
        return Exit::refused;
    }
    if (entry->pruned()) {
        invocation.messages.error("--seq " + std::to_string(seq) +
                                  ": was pruned; its answer is in the archive, if one was written");
        return Exit::refused;
    }
    write_answer(invocation.output, *entry);
    return Exit::done;
}

void write_batch(Output& output, const batchstore::StoredBatch& batch, Format format) {
    switch (format) {
        case Format::table:
            output.write(description_of(batch, terminal_of(output.descriptor()).width));
            break;
        case Format::json:
            write_json_line(output, laid_out(stored_json_text(batch)));
            break;
        default:
            write_json_line(output, stored_json_text(batch));
    }
}

}  // namespace

Exit show(Invocation& invocation) {
    std::optional<std::string> typed;
    bool raw = false;
    std::int64_t seq = 0;
    AsOf as_of;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.optional("ID", typed, "The batch's id, or how no other begins");
    arguments.flag("--raw", raw, "The server's last answer, byte for byte");
    arguments.as_of(as_of, "What the store knew then");
    arguments.number("--seq", seq, 1, std::numeric_limits<std::int64_t>::max(),
                     "In place of ID: one answer of the log, byte for byte");
    arguments.format(format, formats);
    arguments.either("--raw", "--format");
    for (const char* option : {"ID", "--raw", "--as-of", "--format"}) arguments.either("--seq", option);
    if (!arguments.parse()) return Exit::done;
    if (!typed && seq == 0) throw UsageError("ID is missing");
    if (typed && typed->empty()) throw UsageError("ID: is empty");

    const auto repository = open_for_reading(invocation);
    if (seq > 0) return show_entry(invocation, *repository, seq);
    const auto id = id_meant(invocation, *repository, *typed);
    if (!id) return Exit::refused;
    batchstore::GetOptions options;
    as_of.apply(options);
    Output& output = invocation.output;
    if (raw) {
        const auto answer = asking([&] { return repository->last_answer(*id, options); });
        if (!answer) return unknown_then(invocation, *repository, *id, options);
        write_answer(output, *answer);
        return Exit::done;
    }
    const auto batch = asking([&] { return repository->get(*id, options); });
    if (!batch) return unknown_then(invocation, *repository, *id, options);
    write_batch(output, *batch, chosen_format(format, terminal_of(output.descriptor())));
    return Exit::done;
}
