#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "commands/batch_description.hpp"
#include "open_store.hpp"
#include "output/format.hpp"
#include "output/json_layout.hpp"
#include "output/record_writer.hpp"
#include "output/terminal.hpp"

#include <batchstore/json.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/time.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace {

constexpr const char* details =
    "--format json and jsonl give the batch in the API's own shape: its state, which\n"
    "all logged answers together make. --raw gives the answer that comes last in the\n"
    "batch's life, every byte as it was received. --as-of gives what the store knew\n"
    "at a time, from the answers that were observed up to then. An id may be cut\n"
    "short, as batchstore list does, as long as no other begins so; one that starts\n"
    "with - goes behind --.\n"
    "\n"
    "Examples:\n"
    "  batchstore show batch_abc123\n"
    "  batchstore show batch_abc123 --format json | jq .request_counts\n"
    "  batchstore show --raw batch_abc123 > answer.json\n"
    "  batchstore show batch_abc123 --as-of 2026-03-31T12:00:00Z";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

/// Says why there is nothing to show.
Exit not_known_then(const Invocation& invocation, const batchstore::BatchReader& repository,
                    const std::string& id, std::int64_t as_of_us) {
    const auto now = repository.get(id);
    invocation.messages.error(
        id + ": the store did not know it at " + batchstore::iso8601_from_us(as_of_us) +
        (now ? "; it was first seen at " + batchstore::iso8601_from_us(now->first_seen_at_us) : ""));
    return Exit::refused;
}

void write_batch(Output& output, const batchstore::StoredBatch& batch, Format format) {
    switch (format) {
        case Format::table:
            output.write(description_of(batch));
            break;
        case Format::json:
            write_json_line(output, laid_out(batchstore::to_json_text(batch)));
            break;
        default:
            write_json_line(output, batchstore::to_json_text(batch));
    }
}

}  // namespace

Exit show(Invocation& invocation) {
    std::string typed;
    bool raw = false;
    batchstore::GetOptions options;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.required("ID", typed, "The batch's id, or how no other begins");
    arguments.flag("--raw", raw, "The server's last answer, byte for byte");
    arguments.time("--as-of", options.as_of_us, "What the store knew then");
    arguments.format(format, formats);
    arguments.either("--raw", "--format");
    if (!arguments.parse()) return Exit::done;

    const auto repository = open_for_reading(invocation);
    const auto id = id_meant(invocation, *repository, typed);
    if (!id) return Exit::refused;
    Output& output = invocation.output;
    const Terminal terminal = terminal_of(output.descriptor());
    if (raw) {
        const auto answer = repository->last_answer(*id, options);
        if (!answer) return not_known_then(invocation, *repository, *id, options.as_of_us.value_or(now_us()));
        output.write(answer->body);
        if (terminal.interactive) output.write("\n");
        return Exit::done;
    }
    const auto batch = repository->get(*id, options);
    if (!batch) return not_known_then(invocation, *repository, *id, options.as_of_us.value_or(now_us()));
    write_batch(output, *batch, chosen_format(format, terminal));
    return Exit::done;
}
