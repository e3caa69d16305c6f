#include "arguments/batch_id.hpp"
#include "arguments/command_line.hpp"
#include "arguments/source_label.hpp"
#include "commands/all.hpp"
#include "commands/history_record.hpp"
#include "commands/log/follow.hpp"
#include "commands/log/lines.hpp"
#include "commands/log/wanted.hpp"
#include "open_store.hpp"
#include "output/format.hpp"
#include "output/record_writer.hpp"
#include "output/terminal.hpp"
#include "stop_signals.hpp"

#include <batchstore/error.hpp>
#include <batchstore/repository.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

using batchstore::HistoryEntry;

constexpr const char* details =
    "What changed in the whole store, newest last, one line a change: when it was\n"
    "recorded, which batch, who saw it, and what changed: the status, counts and\n"
    "errors first; of a batch that was not known before, how it was. Absences are\n"
    "there, and what was done to the log itself (prune); answers that changed nothing\n"
    "are not. What was observed a minute or more before it was recorded says when.\n"
    "Answers that were pruned are gone.\n"
    "\n"
    "Without --since these are the last 100 changes; with it, all since then. JSON\n"
    "and CSV are those of batchstore history, with the receipt of what was done to\n"
    "the log. Entries come in its order, in which their recorded times go up.\n"
    "\n"
    "--follow begins with the last 10 changes, or all since --since, then prints each\n"
    "as it comes, until Ctrl-C or SIGTERM, which is no error (exit code 0).\n"
    "\n"
    "Examples:\n"
    "  batchstore log\n"
    "  batchstore log --since -1h\n"
    "  batchstore log --since yesterday --source poller-1 --format csv > changes.csv\n"
    "  batchstore log --follow\n"
    "  batchstore log --follow --format jsonl \\\n"
    "      | jq --unbuffered -r 'select(.status == \"failed\") | .id'";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

std::vector<CsvColumn> csv_columns() {
    std::vector<CsvColumn> columns(history_csv_columns.begin(), history_csv_columns.end());
    columns.push_back({"receipt", "/receipt"});
    return columns;
}

/// Takes entries one after the other and shows them.
class LogOutput {
public:
    LogOutput(Output& output, Format format, const batchstore::BatchReader& repository) {
        if (format == Format::table) {
            lines_.emplace(output, repository);
        } else {
            records_.emplace(output, format, columns_);
        }
    }

    /// @returns false once nobody reads any more.
    bool add(const HistoryEntry& entry) {
        return lines_ ? lines_->write(entry) : records_->write(history_record_text(entry));
    }
    void end() {
        if (records_) records_->end();
    }

private:
    std::vector<CsvColumn> columns_ = csv_columns();
    std::optional<LogLines> lines_;
    std::optional<RecordWriter> records_;
};

/// Shows what is wanted of the entries behind one.
class LogWalk {
public:
    LogWalk(const batchstore::BatchReader& repository, const WantedEntries& wanted, LogOutput& shown)
        : repository_(repository), wanted_(wanted), shown_(shown) {}

    /// @returns the last entry that it came to; `after_seq` if there was none
    std::int64_t show(std::int64_t after_seq) {
        repository_.each_change(
            [&](const HistoryEntry& entry) {
                goes_on_ = shown_.add(entry) && !StopSignals::wanted();
                return goes_on_;
            },
            after_seq,
            [&](const batchstore::Observation& entry) {
                after_seq = entry.seq;
                return wanted_.has(entry);
            });
        return after_seq;
    }

    /// Whether more may be shown.
    bool goes_on() const { return goes_on_; }

private:
    const batchstore::BatchReader& repository_;
    const WantedEntries& wanted_;
    LogOutput& shown_;
    bool goes_on_ = true;
};

/// Shows what comes behind an entry, until somebody stops it.
void follow(LogWalk& walk, Follow& store, Output& output) {
    output.flush();
    while (walk.goes_on() && Follow::wait(output.descriptor())) {
        try {
            store.require_same_store();
            store.seen(walk.show(store.seq()));
        } catch (const batchstore::Error& error) {
            if (error.kind() != batchstore::ErrorKind::busy) throw;
        }
        output.flush();
    }
}

/// How many are shown at most, the last ones; none: all.
class Latest {
public:
    explicit Latest(Arguments& arguments) {
        arguments.number("--limit", limit_, 0, 1'000'000'000,
                         "Only the last so many [100, or all since then]");
        arguments.flag("--all", all_, "From the first entry on");
        arguments.either("--limit", "--all");
        arguments.either("--since", "--all");
    }

    std::optional<std::int64_t> most(bool since, bool follow) const {
        if (limit_ >= 0) return limit_;
        if (all_ || since) return std::nullopt;
        return follow ? 10 : 100;
    }

private:
    std::int64_t limit_ = -1;
    bool all_ = false;
};

}  // namespace

Exit log(Invocation& invocation) {
    WantedEntries wanted;
    std::vector<std::string> ids;
    std::vector<std::string> sources;
    bool follows = false;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.time("--since", wanted.since_us, "Recorded then or later");
    const Latest latest(arguments);
    arguments.flag("--follow", follows, "Go on with what comes, until it is stopped");
    arguments.words("--id", ids, "ID,...", "About these batches; ids may be cut short");
    arguments.texts("--source", sources, "NAME", "From this source; may be repeated for others");
    arguments.flag("--with-unchanged", wanted.with_unchanged, "Also answers that changed nothing");
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;
    for (const std::string& source : sources) require_source("--source", source);
    wanted.sources.insert(sources.begin(), sources.end());

    const auto repository = open_for_reading(invocation);
    for (const std::string& typed : ids) {
        const auto id = id_meant(invocation, *repository, typed);
        if (!id) return Exit::refused;
        wanted.ids.insert(*id);
    }
    Output& output = invocation.output;
    LogOutput shown(output, chosen_format(format, terminal_of(output.descriptor())), *repository);
    LogWalk walk(*repository, wanted, shown);
    std::optional<StopSignals> stops;
    if (follows) {
        stops.emplace();
    } else {
        invocation.output.page();
    }
    std::int64_t seq = beginning_of(*repository, wanted, latest.most(wanted.since_us.has_value(), follows));
    seq = walk.show(seq);
    if (follows) {
        Follow store(invocation.db, *repository, seq);
        follow(walk, store, output);
    }
    shown.end();
    return Exit::done;
}
