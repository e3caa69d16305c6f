#include "arguments/command_line.hpp"
#include "arguments/filters.hpp"
#include "arguments/group_keys.hpp"
#include "arguments/prices.hpp"
#include "arguments/unseen_words.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"
#include "output/format.hpp"
#include "output/json_layout.hpp"
#include "output/json_value.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"
#include "output/table_layout.hpp"
#include "output/table_records.hpp"
#include "output/terminal.hpp"

#include <batchstore/costs.hpp>
#include <batchstore/report.hpp>
#include <batchstore/statistics.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

constexpr const char* details =
    "Keys are status, phase, endpoint, model, metadata.KEY, error_code, source, and\n"
    "day, week or month of creation in UTC. A batch with several error codes, or\n"
    "that several sources saw, counts in each of their groups, and once in the\n"
    "total. FAILED BATCHES are those of status failed, and RATE is their share among\n"
    "those that ended. SUCCESS is the share of the requests that completed among\n"
    "those that completed or failed. QUEUE is from created_at to in_progress_at, RUN\n"
    "from there to the end, TOTAL from created_at to the end; p90 is the least\n"
    "duration that 90 percent of them do not exceed (nearest rank). Batches without\n"
    "both times, or with times in the wrong order, are left out of a duration and\n"
    "counted in JSON and CSV. Numbers that no server said are unknown, not 0.\n"
    "ABSENT, where there are any, are the batches that their server no longer knows.\n"
    "--format json has the totals too.\n"
    "\n"
    "--prices adds what the batches of each group cost (docs/prices.md has the\n"
    "format of the file). COST is the exact sum of the PRICED batches; those without\n"
    "usage are UNKNOWN, not 0, and those whose model has NO PRICE on their day are\n"
    "in no sum. Such models are listed: below a table, in JSON, and on standard\n"
    "error beside the rest.\n"
    "\n"
    "Examples:\n"
    "  batchstore stats\n"
    "  batchstore stats --by model,month --created-from 2026-01-01\n"
    "  batchstore stats --by metadata.team --status failed,expired\n"
    "  batchstore stats --by model,month --prices prices.json\n"
    "  batchstore stats --by day --format csv > days.csv";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

nlohmann::ordered_json rows_of(const batchstore::ReportTable& table) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& row : table.rows) rows.push_back(json_of(table.columns, row));
    return rows;
}

/// Groups, totals and models without a price as one JSON object.
std::string json_text_of(const batchstore::Statistics& statistics) {
    const auto table = to_table(statistics);
    nlohmann::ordered_json json{{"groups", rows_of(table)}, {"total", totals_of(table)}};
    if (statistics.all.cost) json["unpriced_models"] = rows_of(to_table(statistics.unpriced));
    return one_line(json);
}

std::string table_text_of(const batchstore::Statistics& statistics, const Terminal& terminal) {
    std::string text = text_of(to_table(statistics), terminal);
    if (!statistics.unpriced.empty()) {
        text += "\n" + whole_text_of(to_table(statistics.unpriced), true, terminal);
    }
    return text;
}

/// Rows cannot say which models have no price.
void note_unpriced(Messages& messages, const std::vector<batchstore::UnpricedModel>& unpriced) {
    if (unpriced.empty()) return;
    constexpr std::size_t most_named = 5;
    constexpr std::size_t longest_name = 48;
    std::string names;
    for (std::size_t i = 0; i < std::min(unpriced.size(), most_named); ++i) {
        names += (i == 0 ? "" : ", ") + cut_to(shown(unpriced[i].model.value_or("(none)")), longest_name);
    }
    if (unpriced.size() > most_named) names += ", …";
    const auto models = static_cast<std::int64_t>(unpriced.size());
    messages.note("no price for " + counted(models, "model", "models") +
                  ", whose batches are in no sum: " + names + "; --format json has them all");
}

void write(Invocation& invocation, const batchstore::Statistics& statistics, Format format) {
    Output& output = invocation.output;
    const Terminal terminal = terminal_of(output.descriptor());
    switch (format) {
        case Format::table:
            output.write(table_text_of(statistics, terminal));
            return;
        case Format::json:
            write_json_line(output, laid_out(json_text_of(statistics)));
            return;
        case Format::csv:
            output.write(csv_of(to_table(statistics), output.raw_cells, terminal.interactive));
            break;
        default:
            const auto table = to_table(statistics);
            for (const auto& row : table.rows) {
                if (!write_json_line(output, one_line(json_of(table.columns, row)))) return;
            }
    }
    note_unpriced(invocation.messages, statistics.unpriced);
}

}  // namespace

Exit stats(Invocation& invocation) {
    std::optional<std::string> by;
    AsOf as_of;
    std::optional<std::string> price_file;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.option("--by", by, "KEY[,KEY]", "What to group by [status]");
    arguments.as_of(as_of, "What the store knew at this time");
    arguments.option("--prices", price_file, "FILE", "Prices of models, for what the batches cost");
    arguments.format(format, formats);
    const Filters filters(arguments);
    if (!arguments.parse()) return Exit::done;
    const auto keys = group_keys_typed(by.value_or("status"));
    batchstore::Query query = filters.query();
    as_of.apply(query);

    const auto prices = prices_typed(price_file);

    const auto repository = open_for_reading(invocation);
    note_unseen(query, *repository, invocation.messages);
    note_unseen(keys, *repository, invocation.messages);
    const auto statistics =
        asking([&] { return batchstore::statistics(*repository, keys, query, prices ? &*prices : nullptr); });
    write(invocation, statistics, chosen_format(format, terminal_of(invocation.output.descriptor())));
    return Exit::done;
}
