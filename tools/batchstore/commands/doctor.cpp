#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "commands/health.hpp"
#include "open_store.hpp"
#include "output/format.hpp"
#include "output/json_value.hpp"
#include "output/progress_bar.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"
#include "output/table.hpp"
#include "output/terminal.hpp"
#include "stop_signals.hpp"

#include <batchstore/oddities.hpp>
#include <batchstore/store.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using batchstore::FoundOddity;
using Json = nlohmann::ordered_json;

constexpr const char* details =
    "Reads every answer in the log again, and says what is odd about them and about\n"
    "what became of the batches: these are oddities of servers, and the exit code is\n"
    "0. A finding of the reader is named by its field, as in created_at:\n"
    "not_seconds; docs/audit.md explains the other names. COUNT is of answers, or of\n"
    "batches where it is the batch that is odd; an equal answer that came again does\n"
    "not count again. With --source, only what these sources said is counted. Then\n"
    "it looks at the store's file. What is not well comes with the command that\n"
    "helps, and the exit code is 1.\n"
    "\n"
    "Examples:\n"
    "  batchstore doctor\n"
    "  batchstore doctor --source poller-1 --observed-from -7d\n"
    "  batchstore doctor --format jsonl \\\n"
    "      | jq -r 'select(.name == \"overdue\") | .examples[]'";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

constexpr std::array csv_columns{
    CsvColumn{"kind", "/kind"},
    CsvColumn{"name", "/name"},
    CsvColumn{"count", "/count"},
    CsvColumn{"batches", "/batches"},
    CsvColumn{"first_observed_at_us", "/first_observed_at_us"},
    CsvColumn{"last_observed_at_us", "/last_observed_at_us"},
    CsvColumn{"sources", "/sources"},
    CsvColumn{"examples", "/examples"},
    CsvColumn{"meaning", "/meaning"},
    CsvColumn{"command", "/command"},
};

struct Wish {
    batchstore::OddityOptions options;
    std::optional<Format> format;
};

/// @returns nothing if help was asked for
std::optional<Wish> read_wish(Invocation& invocation) {
    Wish wish;
    AsOf as_of;
    std::int64_t examples = 3;
    Arguments arguments(invocation, details);
    arguments.number("--examples", examples, 0, 1000, "At most so many ids for each oddity [3]");
    arguments.time("--observed-from", wish.options.observed_from_us, "Only answers observed then or later");
    arguments.time("--observed-to", wish.options.observed_to_us, "Only answers observed before");
    arguments.as_of(as_of, "As the store knew the batches then");
    arguments.format(wish.format, formats);
    const Filters filters(arguments);
    if (!arguments.parse()) return std::nullopt;
    refuse_empty("--observed-from", wish.options.observed_from_us, "--observed-to",
                 wish.options.observed_to_us);
    wish.options.query = filters.query();
    as_of.apply(wish.options.query);
    wish.options.sources = wish.options.query.source;
    wish.options.examples = static_cast<std::size_t>(examples);
    return wish;
}

std::string json_text_of(const FoundOddity& oddity) {
    return one_line(Json{{"kind", "oddity"},
                         {"name", oddity.name},
                         {"meaning", oddity.meaning},
                         {"count", oddity.count},
                         {"batches", oddity.batches},
                         {"first_observed_at_us", oddity.first_observed_at_us},
                         {"last_observed_at_us", oddity.last_observed_at_us},
                         {"sources", oddity.sources},
                         {"examples", oddity.examples}});
}

std::string json_text_of(const HealthFact& fact) {
    return one_line(Json{{"kind", "health"},
                         {"name", fact.name},
                         {"meaning", fact.state},
                         {"command", fact.command.empty() ? Json(nullptr) : Json(fact.command)}});
}

/// `poller-1 12, list 3`: who said it most first.
std::string sources_text(const FoundOddity& oddity) {
    std::vector<std::pair<std::string, std::int64_t>> sources(oddity.sources.begin(), oddity.sources.end());
    std::ranges::stable_sort(sources, [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text;
    for (const auto& [source, count] : sources) {
        text += (text.empty() ? "" : ", ") + source + " " + grouped(count);
    }
    return text;
}

std::string examples_text(const FoundOddity& oddity) {
    std::string text;
    for (const std::string& id : oddity.examples) text += (text.empty() ? "" : " ") + id;
    return text;
}

Table table_of(const std::vector<FoundOddity>& found) {
    using enum Table::Align;
    Table table({{"ODDITY", left, 20, 40},
                 {"COUNT", right},
                 {"BATCHES", right},
                 {"MEANING", left, 20, 72},
                 {.title = "FIRST OBSERVED", .weight = -1},
                 {.title = "LAST OBSERVED", .weight = -1},
                 {.title = "EXAMPLES", .least_width = 12, .weight = -1},
                 {.title = "SOURCES", .least_width = 8, .weight = -1}});
    for (const FoundOddity& oddity : found) {
        table.add_row({oddity.name, grouped(oddity.count), grouped(oddity.batches), oddity.meaning,
                       batchstore::iso8601_from_us(oddity.first_observed_at_us),
                       batchstore::iso8601_from_us(oddity.last_observed_at_us), examples_text(oddity),
                       sources_text(oddity)});
    }
    return table;
}

Table table_of(const std::vector<HealthFact>& health) {
    Table table({{"HEALTH"},
                 {.title = "STATE", .least_width = 20, .good_width = 40},
                 {.title = "COMMAND THAT HELPS", .weight = -1}});
    for (const HealthFact& fact : health) table.add_row({fact.name, fact.state, fact.command});
    return table;
}

batchstore::OddityReport search(Invocation& invocation, const batchstore::BatchReader& repository,
                                batchstore::OddityOptions options) {
    const auto& query = options.query;
    const std::int64_t total = query.as_of_us || query.as_of_head ? 0 : repository.count(query);
    const StopSignals signals;
    ProgressBar bar(invocation.messages, "batches");
    options.stop = &StopSignals::wanted();
    options.on_progress = [&](std::int64_t batches) {
        const auto share =
            static_cast<double>(batches) / static_cast<double>(std::max<std::int64_t>(total, 1));
        bar.show("doctor", batches, total > 0 ? std::optional(share) : std::nullopt);
    };
    return batchstore::find_oddities(repository, options);
}

void write_all(Invocation& invocation, const std::vector<FoundOddity>& found,
               const std::vector<HealthFact>& health, const std::optional<Format>& asked) {
    Output& output = invocation.output;
    const Terminal terminal = terminal_of(output.descriptor());
    const Format format = chosen_format(asked, terminal);
    if (format == Format::table) {
        if (!found.empty()) output.write(table_of(found).text(terminal) + "\n");
        output.write(table_of(health).text(terminal));
    } else {
        RecordWriter writer(output, format, csv_columns);
        for (const FoundOddity& oddity : found) writer.write(json_text_of(oddity));
        for (const HealthFact& fact : health) writer.write(json_text_of(fact));
        writer.end();
    }
    output.flush();
}

}  // namespace

Exit doctor(Invocation& invocation) {
    const auto wish = read_wish(invocation);
    if (!wish) return Exit::done;

    const auto repository = open_for_reading(invocation);
    note_unseen(wish->options.query, *repository, invocation.messages);
    const auto report = asking([&] { return search(invocation, *repository, wish->options); });
    if (report.stopped) {
        invocation.messages.error(invocation.db + ": stopped after " + grouped(report.batches) +
                                  " batches; nothing is told, as it would be a part only");
        return StopSignals::exit().value_or(Exit::interrupted);
    }
    const auto health = health_of(repository->store().info());
    write_all(invocation, report.found, health, wish->format);
    invocation.messages.note(
        "answers: " + grouped(report.answers) + ", batches: " + grouped(report.batches) +
        ", kinds of oddities: " + grouped(static_cast<std::int64_t>(report.found.size())));
    const bool well = std::ranges::all_of(health, &std::string::empty, &HealthFact::command);
    return well ? Exit::done : Exit::refused;
}
