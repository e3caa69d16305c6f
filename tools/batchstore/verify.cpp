#include "arguments.hpp"
#include "commands.hpp"
#include "open_store.hpp"
#include "progress_bar.hpp"
#include "shown_text.hpp"

#include <batchstore/error.hpp>
#include <batchstore/observation.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/verification.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace {

constexpr const char* details =
    "Computes the log's chain of digests again, folds every batch from the log again\n"
    "and compares, and has the database check its file. The last line is \"ok\" and\n"
    "what was checked; else each problem is a line before it, and the exit code is 1.\n"
    "\n"
    "Examples:\n"
    "  batchstore verify\n"
    "  batchstore verify --since \"$(tail -n 1 heads.txt)\"";

batchstore::Head head_typed(const std::string& text) {
    try {
        return batchstore::parse_head(text);
    } catch (const batchstore::Error&) {
        throw UsageError("--since: '" + text + "' is not a head (SEQ:DIGEST, as batchstore head prints it)");
    }
}

std::string counted(std::int64_t number, const char* one, const char* many) {
    return grouped(number) + " " + (number == 1 ? one : many);
}

}  // namespace

Exit verify(Invocation& invocation) {
    std::optional<std::string> since;
    Arguments arguments(invocation, details);
    arguments.option("--since", since, "HEAD", "The log must also pass through this head");
    if (!arguments.parse()) return Exit::done;
    batchstore::VerifyOptions options;
    if (since) options.since = head_typed(*since);

    const auto repository = open_for_reading(invocation);
    const auto found = [&] {
        ProgressBar bar(invocation.messages, "checked");
        options.on_progress = [&](std::int64_t done, std::int64_t total) {
            const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 1.0;
            bar.show("verify", done, share);
        };
        return repository->verify(options);
    }();
    for (const std::string& problem : found.problems) invocation.output.write(shown(problem) + "\n");
    invocation.output.write((found.ok() ? "ok: " : "not ok: ") +
                            counted(found.observations, "observation", "observations") + " of " +
                            counted(found.batches, "batch", "batches") + ", head " +
                            batchstore::to_string(found.head) + "\n");
    if (found.ok()) return Exit::done;
    invocation.messages.error(
        invocation.db + ": " +
        counted(static_cast<std::int64_t>(found.problems.size()), "problem", "problems") +
        " found; keep the file as it is, and compare it with a backup");
    return Exit::refused;
}
