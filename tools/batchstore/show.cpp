#include "arguments.hpp"
#include "batch_description.hpp"
#include "commands.hpp"
#include "format.hpp"
#include "json_layout.hpp"
#include "open_store.hpp"
#include "record_writer.hpp"
#include "terminal.hpp"

#include <batchstore/json.hpp>

#include <array>
#include <optional>
#include <string>

namespace {

constexpr const char* details =
    "--format json and jsonl give the batch in the API's own shape: its state, which\n"
    "all logged answers together make. --raw gives the answer that comes last in the\n"
    "batch's life, every byte as it was received. An id that starts with - goes\n"
    "behind --.\n"
    "\n"
    "Examples:\n"
    "  batchstore show batch_abc123\n"
    "  batchstore show batch_abc123 --format json | jq .request_counts\n"
    "  batchstore show --raw batch_abc123 > answer.json";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

Exit show_last_answer(Invocation& invocation, const batchstore::BatchRepository& repository,
                      const std::string& id) {
    const auto answer = repository.last_answer(id);
    if (!answer) return unknown_batch(invocation, id);
    invocation.output.write(answer->body);
    if (terminal_of(invocation.output.descriptor()).interactive) invocation.output.write("\n");
    return Exit::done;
}

}  // namespace

Exit show(Invocation& invocation) {
    std::string id;
    bool raw = false;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.required("ID", id, "The batch's id");
    arguments.flag("--raw", raw, "The server's last answer, byte for byte");
    arguments.format(format, formats);
    arguments.either("--raw", "--format");
    if (!arguments.parse()) return Exit::done;

    const auto repository = open_for_reading(invocation);
    if (raw) return show_last_answer(invocation, *repository, id);
    const auto batch = repository->get(id);
    if (!batch) return unknown_batch(invocation, id);
    Output& output = invocation.output;
    switch (chosen_format(format, terminal_of(output.descriptor()))) {
        case Format::table:
            output.write(description_of(*batch));
            break;
        case Format::json:
            write_json_line(output, laid_out(batchstore::to_json_text(*batch)));
            break;
        default:
            write_json_line(output, batchstore::to_json_text(*batch));
    }
    return Exit::done;
}
