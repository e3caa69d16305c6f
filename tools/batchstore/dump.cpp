#include "arguments.hpp"
#include "commands.hpp"
#include "open_store.hpp"

#include <batchstore/transfer.hpp>

#include <string_view>

Exit dump(Invocation& invocation) {
    bool observations = false;
    Arguments arguments(
        invocation,
        "What is written can be imported again: batches into any store, the log into an empty\n"
        "one with the same head.\n"
        "\n"
        "Examples:\n"
        "  batchstore dump > batches.jsonl\n"
        "  batchstore dump --observations | gzip > log.jsonl.gz\n"
        "  batchstore dump | jq -r 'select(.status == \"failed\") | .id'");
    arguments.flag("--observations", observations, "Write the log: every answer as it was received");
    if (!arguments.parse()) return Exit::done;

    const auto repository = open_for_reading(invocation);
    const auto write = [&](std::string_view text) { return invocation.output.write(text); };
    if (observations) {
        batchstore::dump_observations(*repository, write);
    } else {
        batchstore::dump_batches(*repository, write);
    }
    return Exit::done;
}
