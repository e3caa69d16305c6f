#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"

#include <batchstore/transfer.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

constexpr const char* details =
    "What is written as JSON Lines can be imported again: batches into any store,\n"
    "the log into an empty one with the same head. Batches come in the order in\n"
    "which they were first stored; with --sort id, stores with equal states give\n"
    "equal dumps, byte for byte, which can be compared. In CSV a text that begins\n"
    "with = + - @, a tab or a carriage return has a ' before it, as a spreadsheet\n"
    "would take it for a formula.\n"
    "\n"
    "--observations with filters or --as-of writes the entries of these batches,\n"
    "batch by batch, as proof of what the log has there (examples/check_archive.py\n"
    "checks them): it is a part of a log, and gives no store the same head.\n"
    "\n"
    "Examples:\n"
    "  batchstore dump > batches.jsonl\n"
    "  batchstore dump --observations | gzip > log.jsonl.gz\n"
    "  batchstore dump --observations --id batch_abc123 > what-they-said.jsonl\n"
    "  batchstore dump --format csv --status failed --created-from -30d > failed.csv\n"
    "  diff <(batchstore dump --sort id) <(batchstore dump --sort id --db other.db)";

constexpr std::array formats{Format::jsonl, Format::csv};

/// What was typed about what is dumped.
struct Wish {
    batchstore::DumpOptions batches;
    bool observations = false;
};

/// @returns nothing if help was asked for
std::optional<Wish> read_wish(Invocation& invocation) {
    Wish wish;
    std::optional<Format> format;
    std::optional<std::string> sort;
    AsOf as_of;
    Arguments arguments(invocation, details);
    arguments.flag("--observations", wish.observations, "Write the log: every answer as it was received");
    arguments.option("--sort", sort, "id", "By the bytes of the ids [as first stored]");
    arguments.as_of(as_of, "As the store knew them then");
    arguments.format(format, formats, "[jsonl]");
    const Filters filters(arguments);
    if (!arguments.parse()) return std::nullopt;
    if (sort && *sort != "id") throw UsageError("--sort: '" + *sort + "' is not id");
    wish.batches.query = filters.query();
    as_of.apply(wish.batches.query);
    wish.batches.by_id = sort.has_value();
    wish.batches.format =
        format == Format::csv ? batchstore::DumpFormat::csv : batchstore::DumpFormat::json_lines;
    wish.batches.raw_cells = invocation.output.raw_cells;
    if (wish.observations && (sort || format)) {
        throw UsageError(
            "--observations writes JSON Lines as the log has them, and takes no --sort or --format");
    }
    return wish;
}

}  // namespace

Exit dump(Invocation& invocation) {
    const auto wish = read_wish(invocation);
    if (!wish) return Exit::done;

    const auto repository = open_for_reading(invocation);
    note_unseen(wish->batches.query, *repository, invocation.messages);
    const auto write = [&](std::string_view text) { return invocation.output.write(text); };
    if (wish->observations && wish->batches.query == batchstore::Query{}) {
        batchstore::dump_observations(*repository, write);
    } else if (wish->observations) {
        asking([&] { batchstore::dump_observations(*repository, write, wish->batches.query); });
    } else {
        asking([&] { batchstore::dump_batches(*repository, write, wish->batches); });
    }
    return Exit::done;
}
