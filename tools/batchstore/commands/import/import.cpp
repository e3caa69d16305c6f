#include "arguments/command_line.hpp"
#include "arguments/kept_files.hpp"
#include "arguments/source_label.hpp"
#include "commands/all.hpp"
#include "commands/import/inputs.hpp"
#include "commands/import/outcomes.hpp"
#include "commands/import/rejects_file.hpp"
#include "output/progress_bar.hpp"
#include "output/terminal.hpp"
#include "stop_signals.hpp"

#include <batchstore/open.hpp>
#include <batchstore/transfer.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

constexpr const char* details =
    "Records are batch objects as the API answers them,\n"
    "{\"observed_at\":...,\"source\":...,\"batch\":{...}}, or lines of batchstore dump; one\n"
    "after another, in arrays, in list pages, in what programs wrap around them\n"
    "({\"items\":[...]}, {\"result\":{...}}), behind the text of a log line, in UTF-8,\n"
    "UTF-16 or UTF-32, gzip-compressed or not: all told apart by content. For\n"
    "anything else --at says where the batches are. Good records beside bad ones are\n"
    "kept, and importing again changes nothing.\n"
    "\n"
    "That a server no longer knows a batch (404) is a record too, with what it said:\n"
    "{\"observed_at\":...,\"source\":...,\"absent\":\"batch_abc123\",\"answer\":{...}}. Its\n"
    "state stays, and it is absent until a later answer.\n"
    "\n"
    "Exit code 1: something was refused. --rejects writes no file if nothing was,\n"
    "never overwrites one, and leaves out records over 64 MiB.\n"
    "Ctrl-C stops in order: what was imported is kept (exit code 130).\n"
    "\n"
    "Examples:\n"
    "  curl -fsS https://api.openai.com/v1/batches \\\n"
    "      -H \"Authorization: Bearer $OPENAI_API_KEY\" | batchstore import -\n"
    "  batchstore import --source poller-1 answers/*.json\n"
    "  batchstore import --at '/log/entries/*/response/content/text' browser.har\n"
    "  jq -c '{absent: \"batch_abc123\", answer: .}' 404.json | batchstore import -\n"
    "  batchstore import --strict --atomic --rejects refused.jsonl october.jsonl.gz";

constexpr const char* standard_input = "-";

/// What was typed.
struct Request {
    std::vector<std::string> paths;
    bool strict = false;
    bool outcomes = false;
    std::optional<std::string> rejects;
    std::optional<std::string> precedence;
    std::optional<std::string> at;
    batchstore::ImportOptions options;
};

bool parse(Invocation& invocation, Request& request) {
    Arguments arguments(invocation, details);
    arguments.rest("FILE", request.paths, "Files, or - for standard input [standard input]");
    declare_pointer(arguments, request.at);
    arguments.flag("--atomic", request.options.atomic, "Keep all records of all files, or none");
    arguments.flag("--strict", request.strict, "Also refuse records with oddities (findings)");
    arguments.option("--rejects", request.rejects, "FILE",
                     "Keep refused records here, as they are; - is standard output");
    arguments.flag("--outcomes", request.outcomes, "Say on standard output what became of each record");
    arguments.option("--source", request.options.source, "LABEL",
                     "Who saw the answers that do not say [file name]");
    arguments.time("--observed-at", request.options.observed_at_us,
                   "When the answers that do not say were obtained [now]");
    arguments.option("--precedence", request.precedence, "lifecycle|observed",
                     "observed: what was seen later is true, even if a batch goes back (servers that "
                     "re-open batches) [lifecycle]");
    if (!arguments.parse()) return false;
    request.options.at = checked_pointer(request.at);
    if (request.strict) request.options.strictness = batchstore::Strictness::documented;
    if (request.precedence == "observed") request.options.precedence = batchstore::Precedence::observed;
    if (request.precedence.value_or("lifecycle") != to_string(request.options.precedence)) {
        throw UsageError("--precedence: '" + *request.precedence + "' is not one of lifecycle|observed");
    }
    if (request.rejects && request.rejects->empty()) throw UsageError("--rejects: is empty");
    if (request.outcomes && request.rejects == "-") {
        throw UsageError("--rejects -: --outcomes has standard output already (name a new file)");
    }
    require_source("--source", request.options.source.value_or(""));
    if (request.paths.empty()) request.paths.emplace_back(standard_input);
    settle_paths(request.paths);
    return true;
}

std::string summary_text(const batchstore::ImportSummary& summary) {
    if (summary.rolled_back && summary.stopped) {
        return "imported nothing: --atomic keeps all or none; the store is as it was";
    }
    if (summary.rolled_back) {
        return "imported nothing: " + std::to_string(summary.rejected) + " of " +
               std::to_string(summary.records()) +
               " records rejected, and --atomic keeps all or none; the store is as it was";
    }
    const std::string absent =
        summary.absent > 0 ? ", " + std::to_string(summary.absent) + " absent" : std::string();
    // These words are a contract: scripts read them.
    return "imported " + std::to_string(summary.records()) + " records: " + std::to_string(summary.inserted) +
           " inserted, " + std::to_string(summary.updated) + " updated, " +
           std::to_string(summary.unchanged) + " unchanged, " + std::to_string(summary.stale) + " stale, " +
           std::to_string(summary.rejected) + " rejected" + absent;
}

/// A person who did not mean to type would wait for ever.
void note_terminal(Messages& messages, const std::vector<std::string>& paths) {
    const bool reads = std::ranges::find(paths, standard_input) != paths.end();
    if (!reads || !terminal_of(STDIN_FILENO).interactive) return;
    messages.note("reading from the terminal; end with Ctrl-D, or leave with Ctrl-C and name a file");
}

/// What wrote the input has often failed, and said nothing.
void note_emptiness(Messages& messages, const ImportInputs& inputs, const std::vector<std::string>& paths) {
    const auto is_empty = [](const auto& input) { return input->consumed() == 0; };
    if (!std::ranges::all_of(inputs.opened, is_empty)) return;
    const bool is_piped = std::ranges::find(paths, standard_input) != paths.end();
    messages.note(is_piped
                      ? "there was nothing to read; see whether what should have written it failed (curl "
                        "-fsS says so)"
                      : "there was nothing to read: the files are empty");
}

/// A page looks as complete as a listing.
void note_rest(Messages& messages, const batchstore::ImportSummary& summary) {
    if (!summary.more_after || summary.rolled_back) return;
    const std::string& last = *summary.more_after;
    messages.note("the listing goes on behind the last page (has_more): get what follows with ?after=" +
                  (last.empty() ? " and the last id of that page" : last) + ", and import it too");
}

batchstore::ImportSummary import_into_store(Invocation& invocation, Request& request,
                                            const ImportInputs& inputs, RejectsFile& rejects) {
    const auto repository = batchstore::open(invocation.db, {.access = batchstore::Access::create});
    const bool lines_on_terminal = request.outcomes && terminal_of(STDOUT_FILENO).interactive;
    ProgressBar bar(invocation.messages, "records", !lines_on_terminal);
    OutcomeLines lines(invocation.output, request.options.atomic && request.outcomes);
    RejectionLines rejections(invocation, rejects.path() == "-" ? "standard output" : rejects.path(),
                              "--rejects FILE keeps them all, --outcomes says why");
    if (request.outcomes) {
        request.options.on_outcome = [&](const batchstore::ImportOutcome& outcome) { lines.add(outcome); };
    }
    request.options.on_rejected = [&](const batchstore::ImportOutcome& outcome) {
        if (rejects.used() && !outcome.text.empty()) rejects.add(outcome.text);
        rejections.add(outcome);
    };
    request.options.on_progress = [&](const batchstore::Input& input, std::int64_t records) {
        bar.show(input.name(), records, inputs.share_read(input));
        if (request.outcomes) invocation.output.flush();
    };
    const StopSignals signals;
    request.options.stop = &StopSignals::wanted();
    auto summary = batchstore::import_records(*repository, inputs.opened, request.options);
    rejections.end();
    lines.release(summary.rolled_back);
    return summary;
}

}  // namespace

Exit import_answers(Invocation& invocation) {
    Request request;
    if (!parse(invocation, request)) return Exit::done;

    note_terminal(invocation.messages, request.paths);
    const ImportInputs inputs = open_inputs(invocation, request.paths);
    if (inputs.opened.empty() || (request.options.atomic && !inputs.all)) {
        invocation.messages.note("imported nothing");
        return Exit::refused;
    }
    KeptFiles kept(invocation.db);
    for (const std::string& path : request.paths) kept.add_input(path);
    RejectsFile rejects(request.rejects.value_or(""), kept);
    const auto summary = import_into_store(invocation, request, inputs, rejects);
    invocation.messages.note(summary_text(summary));
    if (inputs.all && !summary.stopped) note_emptiness(invocation.messages, inputs, request.paths);
    note_rest(invocation.messages, summary);
    if (const auto exit = StopSignals::exit()) {
        invocation.messages.error("import: interrupted; import the same again to go on");
        return *exit;
    }
    return inputs.all && summary.rejected == 0 ? Exit::done : Exit::refused;
}
