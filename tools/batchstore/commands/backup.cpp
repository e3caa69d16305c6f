#include "arguments/command_line.hpp"
#include "arguments/kept_files.hpp"
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

#include <batchstore/care.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace {

constexpr const char* details =
    "The store may be in use meanwhile: the copy is of one moment. It is written\n"
    "beside FILE under a name of its own, verified in full (the log up to the head\n"
    "of that moment, every state, the file), brought to the disk and only then named\n"
    "FILE, readable by its owner only; a file that it replaces gives it its\n"
    "permissions. A store that does not verify is not backed up, and what is there\n"
    "stays. The copy is a store like any other: name it with --db.\n"
    "Ctrl-C leaves nothing (exit code 130); one that is killed leaves\n"
    ".batchstore-NUMBER.new, which nothing needs.\n"
    "\n"
    "Examples:\n"
    "  batchstore backup batches-2026-11.db\n"
    "  batchstore backup --force /backup/batches.db \\\n"
    "      && batchstore --db /backup/batches.db head";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

std::string facts_of(const batchstore::Backup& backup, std::size_t width) {
    const batchstore::Verification& verified = backup.verification;
    Facts facts;
    facts.add("backup", backup.path);
    facts.add("size", grouped(backup.size_bytes) + " bytes");
    facts.add("observations", grouped(verified.observations));
    if (verified.pruned > 0) facts.add("pruned observations", grouped(verified.pruned));
    if (verified.acts > 0) facts.add("acts", grouped(verified.acts));
    facts.add("batches", grouped(verified.batches));
    facts.add("head", batchstore::to_string(verified.head));
    facts.add("verified", std::string("log, states and file"));
    return facts.text(width);
}

std::string json_text_of(const batchstore::Backup& backup) {
    using Json = nlohmann::ordered_json;
    const batchstore::Verification& verified = backup.verification;
    return one_line(Json{{"path", backup.path},
                         {"size_bytes", backup.size_bytes},
                         {"observations", verified.observations},
                         {"pruned_observations", verified.pruned},
                         {"acts", verified.acts},
                         {"batches", verified.batches},
                         {"head", batchstore::to_string(verified.head)},
                         {"verified", verified.ok()}});
}

/// A backup is verified where it lies, so it must be a file.
void refuse_unusable(const std::string& path, const KeptFiles& kept, bool replace) {
    if (path == "-") throw UsageError("-: a backup is verified where it lies (name a file)");
    kept.refuse_but_databases("", path);
    const auto kind = FilePlace(path).kind();
    if (kind == FilePlace::Kind::stream) {
        throw UsageError(path + ": is no regular file, and a backup is verified where it lies (name a file)");
    }
    if (!replace && kind == FilePlace::Kind::file) {
        throw UsageError(path + ": exists (--force replaces it, or name a new file)");
    }
}

}  // namespace

Exit backup(Invocation& invocation) {
    std::string path;
    batchstore::BackupOptions options;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.required("FILE", path, "Where the copy goes");
    arguments.flag("--force", options.replace, "Replace FILE if it is there");
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;
    require_store(invocation);
    refuse_unusable(path, KeptFiles(invocation.db), options.replace);

    const auto made = [&] {
        StepBars bars(invocation.messages);
        const StopSignals signals;
        options.on_progress = bars.listener();
        options.stop = &StopSignals::wanted();
        return batchstore::backup(invocation.db, path, options);
    }();
    if (!made) {
        invocation.messages.error("backup: interrupted; nothing was left at " + path);
        return StopSignals::exit().value_or(Exit::interrupted);
    }
    write_record(invocation.output, format,
                 facts_of(*made, terminal_of(invocation.output.descriptor()).width), json_text_of(*made));
    return Exit::done;
}
