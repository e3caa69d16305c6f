#include "arguments/command_line.hpp"
#include "arguments/confirmation.hpp"
#include "arguments/filters.hpp"
#include "arguments/kept_files.hpp"
#include "arguments/source_label.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"
#include "output/facts.hpp"
#include "output/file_place.hpp"
#include "output/json_value.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"
#include "output/step_bars.hpp"
#include "output/terminal.hpp"
#include "stop_signals.hpp"

#include <batchstore/open.hpp>
#include <batchstore/prune.hpp>
#include <batchstore/time.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <pwd.h>
#include <unistd.h>

namespace {

using batchstore::Compact;
using batchstore::Pruned;
using batchstore::PruneOptions;

constexpr const char* details =
    "A batch goes if it ended before TIME; one of which no server said when it ended,\n"
    "if it was last seen before. Its state is removed, and its entries in the log are\n"
    "emptied but for their digests: the log still verifies and passes through every\n"
    "head that was kept. Acts at the end of the log say which entries were emptied,\n"
    "when, by whom (--who), why (--reason), and the digest of the archive: batchstore\n"
    "show --seq N prints one, and verify finds an entry that no act names.\n"
    "\n"
    "The store is verified first. The archive, compressed if FILE ends in .gz, is\n"
    "read back and compared before anything is removed. A batch of which something\n"
    "new is said meanwhile stays. The room goes back to the system if that is at\n"
    "least a fifth of the file (--compact always, or never: then new answers use\n"
    "it). Ctrl-C stops: what is removed by then is in the archive; say it again for\n"
    "the rest. batchstore import FILE brings the batches back, at the end of the\n"
    "log.\n"
    "\n"
    "With --thin the batches stay, and of their entries go those that say nothing but\n"
    "request_counts and usage, as polling leaves them: history still shows the first,\n"
    "the last and every change of anything else. States, and what was known as of\n"
    "each entry that stays, are what they were; a batch for which folding does not\n"
    "show that first is left whole. The archive has what goes; importing it changes\n"
    "no state.\n"
    "\n"
    "Examples:\n"
    "  batchstore prune --ended-before -180d --dry-run\n"
    "  batchstore prune --ended-before 2026-04-01 --archive 2026-q1.jsonl.gz \\\n"
    "      --reason \"kept for 180 days\"\n"
    "  batchstore prune --ended-before -30d --metadata env=test --yes\n"
    "  batchstore prune --thin --ended-before -7d --dry-run";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

Compact compact_typed(const std::optional<std::string>& word) {
    if (!word || *word == "auto") return Compact::when_worthwhile;
    if (*word == "always") return Compact::always;
    if (*word == "never") return Compact::never;
    throw UsageError("--compact: '" + *word + "' is not auto, always or never");
}

std::string ended_span(const Pruned& receipt) {
    if (!receipt.first_ended_at) return "";
    return batchstore::iso8601(*receipt.first_ended_at) + " to " +
           batchstore::iso8601(*receipt.last_ended_at);
}

std::string what_text(const Pruned& receipt, bool thin) {
    const std::string observations = counted(receipt.observations, "observation", "observations");
    const std::string batches = counted(receipt.batches, "batch", "batches");
    return (thin ? observations + " of " + batches : batches + ", " + observations) + ", " +
           grouped(receipt.answer_bytes) + " bytes of answers";
}

/// Which entries of the log say what was done.
std::string acts_text(const Pruned& receipt) {
    std::string text;
    for (const std::int64_t seq : receipt.acts) text += (text.empty() ? "" : ", ") + grouped(seq);
    if (text.empty()) return text;
    return (receipt.acts.size() == 1 ? "entry " : "entries ") + text + " of the log";
}

std::string facts_of(const Pruned& receipt, const PruneOptions& said, std::size_t width) {
    const bool dry_run = said.dry_run;
    Facts facts;
    const std::string done = said.thin ? "emptied" : "pruned";
    facts.add(dry_run ? "would be " + done : done, what_text(receipt, said.thin));
    if (said.thin) {
        facts.add(dry_run ? "would stay" : "stay",
                  counted(receipt.kept_observations, "observation", "observations") + " of these");
    }
    facts.add("ended", ended_span(receipt));
    if (receipt.spared > 0) {
        facts.add("spared", counted(receipt.spared, "batch", "batches") + ", seen again meanwhile");
    }
    if (!dry_run) facts.add("by", said.source);
    facts.add("reason", said.reason);
    if (receipt.archive) {
        facts.add("archive", receipt.archive->path);
        facts.add("archive size", grouped(receipt.archive->size_bytes) + " bytes");
        facts.add("archive SHA-256", batchstore::to_hex(receipt.archive->sha256));
    }
    facts.add("act", acts_text(receipt));
    facts.add("head before", batchstore::to_string(receipt.head_before));
    if (!dry_run) facts.add("head", batchstore::to_string(receipt.head));
    facts.add("size before", grouped(receipt.size_before_bytes) + " bytes");
    if (!dry_run) facts.add("size", grouped(receipt.size_bytes) + " bytes");
    if (receipt.verified) facts.add("verified", std::string("log, states and file"));
    return facts.text(width);
}

std::string json_text_of(const Pruned& receipt, const PruneOptions& said) {
    using Json = nlohmann::ordered_json;
    const auto& archive = receipt.archive;
    return one_line(
        Json{{"dry_run", said.dry_run},
             {"thin", said.thin},
             {"batches", receipt.batches},
             {"observations", receipt.observations},
             {"kept_observations", receipt.kept_observations},
             {"spared_batches", receipt.spared},
             {"answer_bytes", receipt.answer_bytes},
             {"first_ended_at", value_or_null(receipt.first_ended_at)},
             {"last_ended_at", value_or_null(receipt.last_ended_at)},
             {"source", said.source},
             {"reason", said.reason.empty() ? Json(nullptr) : Json(said.reason)},
             {"archive", archive ? Json(archive->path) : Json(nullptr)},
             {"archive_bytes", archive ? Json(archive->size_bytes) : Json(nullptr)},
             {"archive_sha256", archive ? Json(batchstore::to_hex(archive->sha256)) : Json(nullptr)},
             {"acts", receipt.acts},
             {"head_before", batchstore::to_string(receipt.head_before)},
             {"head", batchstore::to_string(receipt.head)},
             {"size_before_bytes", receipt.size_before_bytes},
             {"size_bytes", receipt.size_bytes},
             {"compacted", receipt.compacted},
             {"verified", receipt.verified}});
}

/// Who runs this program.
std::string user_name() {
    constexpr std::size_t most_bytes = 16'384;
    std::vector<char> buffer(most_bytes);
    passwd entry{};
    passwd* user = nullptr;
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &user);
    return user != nullptr ? user->pw_name : "";
}

/// What was typed beside the filters.
struct Typed {
    std::optional<std::int64_t> ended_before_us;
    std::optional<std::string> archive;
    std::optional<std::string> who;
    std::optional<std::string> reason;
    std::optional<std::string> compact;
    bool thin = false;
    bool dry_run = false;
    std::optional<Format> format;
};

PruneOptions options_of(const Typed& typed, const Filters& filters) {
    if (!typed.ended_before_us) throw UsageError("--ended-before is missing");
    if (typed.who) require_source("--who", *typed.who);
    PruneOptions options{.ended_before = *seconds_from(typed.ended_before_us),
                         .query = filters.query(),
                         .thin = typed.thin,
                         .archive = typed.archive.value_or(""),
                         .source = typed.who ? *typed.who : user_name(),
                         .reason = typed.reason.value_or(""),
                         .dry_run = typed.dry_run,
                         .compact = compact_typed(typed.compact)};
    return options;
}

/// An archive is read back before anything is removed, so it must be a file.
void refuse_unusable(const std::string& archive, const KeptFiles& kept) {
    if (archive == "-") throw UsageError("--archive: -: is read back and compared (name a new file)");
    kept.refuse("--archive: ", archive);
    const auto kind = FilePlace(archive).kind();
    if (kind == FilePlace::Kind::nothing) return;
    throw UsageError("--archive: " + archive +
                     (kind == FilePlace::Kind::file ? ": exists, and nothing is overwritten (name a new file)"
                                                    : ": is no regular file (name a new file)"));
}

/// Tells a person what would go, and asks.
bool is_wanted(batchstore::BatchRepository& repository, PruneOptions options, Invocation& invocation,
               const Confirmation& confirmation) {
    if (confirmation.was_given()) return true;
    options.dry_run = true;
    const Pruned found = asking([&] { return batchstore::prune(repository, options); });
    if (found.batches == 0) return true;
    const std::string span = ended_span(found);
    const std::string batches = counted(found.batches, "batch", "batches");
    const std::int64_t entries = found.observations + found.kept_observations;
    return confirmation.given(
        invocation.messages,
        (options.thin ? "Empty " + grouped(found.observations) + " of " +
                            counted(entries, "observation", "observations") + " of " + batches + " in "
                      : "Remove " + batches + " from ") +
            invocation.db + (span.empty() ? "" : ", ended " + span) +
            (options.archive.empty() ? ", without an archive?"
                                     : ", once archived in " + options.archive + "?"));
}

Exit end_of(const Pruned& receipt, Invocation& invocation) {
    if (receipt.stopped) {
        invocation.messages.error(
            "prune: interrupted; what was pruned by then is told above, and the rest stays");
        return StopSignals::exit().value_or(Exit::interrupted);
    }
    if (!receipt.not_compacted.empty()) {
        invocation.messages.error(receipt.not_compacted +
                                  "; all was pruned, and the store will use the room for what comes");
        return Exit::refused;
    }
    return Exit::done;
}

}  // namespace

Exit prune(Invocation& invocation) {
    Typed typed;
    Arguments arguments(invocation, details);
    arguments.time("--ended-before", typed.ended_before_us, "Those that ended before this (required)");
    arguments.flag("--thin", typed.thin, "Keep them, and empty entries that say only counts");
    arguments.option("--archive", typed.archive, "FILE", "Write their entries of the log there first");
    arguments.option("--who", typed.who, "NAME", "Who prunes, for the log [your user name]");
    arguments.option("--reason", typed.reason, "TEXT", "Why, for the log");
    arguments.flag("--dry-run", typed.dry_run, "Tell what would go, and change nothing");
    arguments.option("--compact", typed.compact, "WHEN", "Give room back: auto, always or never [auto]");
    const Confirmation confirmation(arguments);
    arguments.format(typed.format, formats);
    const Filters filters(arguments);
    if (!arguments.parse()) return Exit::done;
    PruneOptions options = options_of(typed, filters);
    if (typed.archive && !typed.dry_run) refuse_unusable(*typed.archive, KeptFiles(invocation.db));
    if (!typed.dry_run) {
        confirmation.require_somebody(typed.thin ? "this empties entries of the log for good"
                                                 : "this removes batches for good");
    }

    require_store(invocation);
    const auto repository = typed.dry_run
                                ? open_for_reading(invocation)
                                : batchstore::open(invocation.db, {.access = batchstore::Access::write});
    note_unseen(options.query, *repository, invocation.messages);
    if (!typed.dry_run && !is_wanted(*repository, options, invocation, confirmation)) {
        invocation.messages.note("nothing was changed");
        return Exit::refused;
    }
    const Pruned receipt = [&] {
        StepBars bars(invocation.messages);
        const StopSignals signals;
        options.on_progress = bars.listener();
        options.stop = &StopSignals::wanted();
        return asking([&] { return batchstore::prune(*repository, options); });
    }();
    write_record(invocation.output, typed.format,
                 facts_of(receipt, options, terminal_of(invocation.output.descriptor()).width),
                 json_text_of(receipt, options));
    return end_of(receipt, invocation);
}
