#include "arguments/command_line.hpp"
#include "arguments/confirmation.hpp"
#include "commands/all.hpp"
#include "commands/verification_text.hpp"
#include "open_store.hpp"
#include "output/progress_bar.hpp"
#include "output/shown_text.hpp"
#include "output/step_bars.hpp"
#include "stop_signals.hpp"

#include <batchstore/care.hpp>
#include <batchstore/error.hpp>
#include <batchstore/observation.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/store.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace {

constexpr const char* details =
    "Computes the log's chain of digests again, folds every batch from the log again\n"
    "and compares states and verdicts, wants an act of prune behind each entry that\n"
    "is empty, holds tables, indexes, triggers and views against those that\n"
    "batchstore makes, and has the database check its file. The last line is \"ok\" and\n"
    "what was checked; else each problem is a line before it, and the exit code is 1.\n"
    "Tables, indexes and views that somebody added are told on standard error and are\n"
    "no problem; a trigger is one.\n"
    "\n"
    "--rebuild makes everything that follows from the log anew where it differs: the\n"
    "states, their rows, our indexes, triggers and views. The store as it is goes to\n"
    "FILE.before-rebuild first. It is refused if the log itself was changed, as\n"
    "nothing made from it could be trusted. If the end of the log was cut off, only a\n"
    "head tells: say --since with the newest that you kept.\n"
    "\n"
    "Examples:\n"
    "  batchstore verify\n"
    "  batchstore verify --since \"$(tail -n 1 heads.txt)\"\n"
    "  batchstore verify --rebuild --yes --since \"$(tail -n 1 heads.txt)\"";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

/// What was typed.
struct Request {
    std::optional<batchstore::Head> since;
    bool rebuild = false;
    std::optional<Format> format;
};

batchstore::Head head_typed(const std::string& text) {
    try {
        return batchstore::parse_head(text);
    } catch (const batchstore::Error&) {
        throw UsageError("--since: '" + text + "' is not a head (SEQ:DIGEST, as batchstore head prints it)");
    }
}

batchstore::Verification verify_store(const Invocation& invocation, const Request& request) {
    const auto repository = open_for_reading(invocation);
    ProgressBar bar(invocation.messages, "checked");
    batchstore::VerifyOptions options{.since = request.since};
    options.on_progress = [&](std::int64_t done, std::int64_t total) {
        const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1.0;
        bar.show("verify", done, share);
    };
    return repository->store().verify(options);
}

std::optional<batchstore::Rebuilt> rebuild_store(const Invocation& invocation, const Request& request) {
    StepBars bars(invocation.messages);
    const StopSignals signals;
    return batchstore::rebuild(
        invocation.db,
        {.since = request.since, .on_progress = bars.listener(), .stop = &StopSignals::wanted()});
}

Exit report_problems(const Invocation& invocation, const batchstore::Verification& found) {
    const std::string next = found.log_is_sound
                                 ? "the log is sound: verify --rebuild makes the rest anew from it"
                                 : "keep the file as it is, and compare it with a backup";
    invocation.messages.error(
        invocation.db + ": " +
        counted(static_cast<std::int64_t>(found.problems.size()), "problem", "problems") + " found; " + next);
    return Exit::refused;
}

/// The store's problems are known and were written, but for those of JSON, which is one text.
Exit mend(Invocation& invocation, const Request& request, const Confirmation& confirmation,
          const batchstore::Verification& found) {
    if (!confirmation.given(invocation.messages,
                            "Make everything but the log of " + invocation.db +
                                " anew from it? The store as it is will be copied beside it first.")) {
        invocation.messages.note("nothing was changed");
        return Exit::refused;
    }
    const auto rebuilt = rebuild_store(invocation, request);
    if (!rebuilt) {
        invocation.messages.error("verify: interrupted; the store is as it was");
        return StopSignals::exit().value_or(Exit::interrupted);
    }
    write_rebuilt(invocation.output, request.format, found, *rebuilt);
    return Exit::done;
}

}  // namespace

Exit verify(Invocation& invocation) {
    Request request;
    std::optional<std::string> since;
    Arguments arguments(invocation, details);
    arguments.option("--since", since, "HEAD", "The log must also pass through this head");
    arguments.flag("--rebuild", request.rebuild, "Make anew from the log what differs from it");
    const Confirmation confirmation(arguments);
    arguments.format(request.format, formats, "[table: lines for a person]");
    if (!arguments.parse()) return Exit::done;
    if (since) request.since = head_typed(*since);
    if (confirmation.was_given() && !request.rebuild) throw UsageError("--yes: goes with --rebuild only");
    if (request.rebuild) confirmation.require_somebody("--rebuild changes the store");

    const auto found = verify_store(invocation, request);
    for (const std::string& note : found.notes) invocation.messages.note(shown(note));
    const bool mendable = request.rebuild && !found.ok() && found.log_is_sound;
    if (mendable) {
        write_problems(invocation.output, request.format, found);
        invocation.output.flush();
        return mend(invocation, request, confirmation, found);
    }
    write_verification(invocation.output, request.format, found);
    return found.ok() ? Exit::done : report_problems(invocation, found);
}
