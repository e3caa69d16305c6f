#include "arguments.hpp"
#include "commands.hpp"
#include "filters.hpp"
#include "format.hpp"
#include "group_keys.hpp"
#include "json_layout.hpp"
#include "json_value.hpp"
#include "open_store.hpp"
#include "record_writer.hpp"
#include "table_layout.hpp"
#include "table_records.hpp"
#include "terminal.hpp"

#include <batchstore/report.hpp>
#include <batchstore/statistics.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

constexpr const char* details =
    "Keys are status, phase, endpoint, model, metadata.KEY, error_code, source, and day,\n"
    "week or month of creation in UTC. A batch with several error codes, or that\n"
    "several sources saw, counts in each of their groups, and once in the total.\n"
    "SUCCESS is the share of the requests that completed among those that completed or\n"
    "failed. QUEUE is from created_at to in_progress_at, RUN from there to the end,\n"
    "TOTAL from created_at to the end; p90 is the least duration that 90 percent of\n"
    "them do not exceed (nearest rank). Batches without both times, or with times in\n"
    "the wrong order, are left out of a duration and counted in JSON and CSV. Numbers\n"
    "that no server said are unknown, not 0. --format json has the totals too.\n"
    "\n"
    "Examples:\n"
    "  batchstore stats\n"
    "  batchstore stats --by model,month --created-from 2026-01-01\n"
    "  batchstore stats --by metadata.team --status failed,expired\n"
    "  batchstore stats --by day --format csv > days.csv";

constexpr std::array formats{Format::table, Format::json, Format::jsonl, Format::csv};

/// Groups and totals as one JSON object.
std::string groups_and_total(const batchstore::ReportTable& table) {
    nlohmann::ordered_json groups = nlohmann::ordered_json::array();
    for (const auto& row : table.rows) groups.push_back(json_of(table.columns, row));
    return one_line({{"groups", groups}, {"total", totals_of(table)}});
}

void write(Output& output, const batchstore::ReportTable& table, Format format) {
    switch (format) {
        case Format::table:
            output.write(text_of(table, terminal_of(output.descriptor())));
            break;
        case Format::json:
            write_json_line(output, laid_out(groups_and_total(table)));
            break;
        case Format::csv:
            output.write(csv_of(table, output.raw_cells, terminal_of(output.descriptor()).interactive));
            break;
        default:
            for (const auto& row : table.rows) {
                if (!write_json_line(output, one_line(json_of(table.columns, row)))) return;
            }
    }
}

}  // namespace

Exit stats(Invocation& invocation) {
    std::optional<std::string> by;
    std::optional<std::int64_t> as_of_us;
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.option("--by", by, "KEY[,KEY]", "What to group by [status]");
    arguments.time("--as-of", as_of_us, "What the store knew at this time");
    arguments.format(format, formats);
    const Filters filters(arguments);
    if (!arguments.parse()) return Exit::done;
    const auto keys = group_keys_typed(by.value_or("status"));
    batchstore::Query query = filters.query();
    query.as_of_us = as_of_us;

    const auto repository = open_for_reading(invocation);
    const auto statistics = asking([&] { return batchstore::statistics(*repository, keys, query); });
    write(invocation.output, batchstore::to_table(statistics),
          chosen_format(format, terminal_of(invocation.output.descriptor())));
    return Exit::done;
}
