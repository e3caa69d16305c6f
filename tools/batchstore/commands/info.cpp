#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"
#include "output/batch_text.hpp"
#include "output/facts.hpp"
#include "output/format.hpp"
#include "output/json_value.hpp"
#include "output/record_writer.hpp"
#include "output/shown_text.hpp"
#include "output/terminal.hpp"

#include <batchstore/observation.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/store.hpp>
#include <batchstore/store_info.hpp>
#include <batchstore/time.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using batchstore::StoreInfo;
using batchstore::StoreSettings;
using Json = nlohmann::ordered_json;

constexpr const char* details =
    "free room        what nothing uses of the size; it is used again\n"
    "write-ahead log  the file beside the store that takes changes first; who closes\n"
    "                 the store last empties it\n"
    "pruned           answers of which prune left only the digests, so that the log\n"
    "                 can still be verified\n"
    "acts             entries that say what was done to the log: who pruned what,\n"
    "                 when and why\n"
    "seen             when answers about batches were observed; created and ended is\n"
    "                 what the server says of the batches\n"
    "synchronous      when what this tool stores survives a power cut: normal, a\n"
    "                 little later; the end of the program it survives at once\n"
    "statistics       of how many batches ANALYZE has last gathered them; no command\n"
    "                 here needs any\n"
    "What of this wants attention, doctor says. In JSON, created and ended are Unix\n"
    "seconds; names that end in _us are microseconds.\n"
    "\n"
    "Examples:\n"
    "  batchstore info\n"
    "  batchstore info --format json | jq .rows.batches";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

Json json_of(const std::vector<batchstore::MigrationStep>& migrations) {
    Json list = Json::array();
    for (const auto& step : migrations) {
        list.push_back({{"version", step.version},
                        {"name", step.name},
                        {"applied_at_us", value_or_null(step.applied_at_us)},
                        {"applied_by", step.applied_by}});
    }
    return list;
}

Json json_of(const StoreSettings& settings) {
    return {{"sqlite_version", settings.sqlite_version},
            {"page_bytes", settings.page_bytes},
            {"journal_mode", settings.journal_mode},
            {"synchronous", settings.synchronous},
            {"encoding", settings.encoding},
            {"application_id", settings.application_id},
            {"permissions", settings.permissions}};
}

std::string json_text_of(const StoreInfo& info) {
    Json rows = Json::object();
    for (const auto& [table, count] : info.rows) rows[table] = count;
    return one_line(Json{{"location", info.location},
                         {"size_bytes", info.size_bytes},
                         {"free_bytes", info.free_bytes},
                         {"write_ahead_log_bytes", info.write_ahead_log_bytes},
                         {"schema_version", info.schema_version},
                         {"migrations", json_of(info.migrations)},
                         {"rows", rows},
                         {"pruned_observations", info.pruned_observations},
                         {"acts", info.acts},
                         {"head", batchstore::to_string(info.head)},
                         {"first_seen_at_us", value_or_null(info.first_seen_at_us)},
                         {"last_seen_at_us", value_or_null(info.last_seen_at_us)},
                         {"oldest_created_at", value_or_null(info.oldest_created_at)},
                         {"newest_created_at", value_or_null(info.newest_created_at)},
                         {"last_ended_at", value_or_null(info.last_ended_at)},
                         {"missing_indexes", info.missing_indexes},
                         {"analyzed_batches", value_or_null(info.analyzed_batches)},
                         {"settings", json_of(info.settings)}});
}

std::string moment_text(const std::optional<std::int64_t>& us) {
    return us ? batchstore::iso8601_from_us(*us) : "";
}

std::string bytes_text(std::int64_t bytes) {
    return grouped(bytes) + " bytes";
}

void add_schema(Facts& facts, const StoreInfo& info) {
    facts.add("schema version", std::to_string(info.schema_version));
    for (const auto& step : info.migrations) {
        facts.add("migration " + std::to_string(step.version),
                  step.name + ", " + moment_text(step.applied_at_us) + ", by batchstore " + step.applied_by);
    }
}

void add_rows(Facts& facts, const StoreInfo& info) {
    for (const auto& [table, count] : info.rows) facts.add("rows in " + table, grouped(count));
    facts.add("of these pruned", grouped(info.pruned_observations));
    facts.add("of these acts", grouped(info.acts));
    facts.add("head", batchstore::to_string(info.head));
    facts.add("first seen", moment_text(info.first_seen_at_us));
    facts.add("last seen", moment_text(info.last_seen_at_us));
    facts.add("oldest created", time_text(info.oldest_created_at));
    facts.add("newest created", time_text(info.newest_created_at));
    facts.add("last ended", time_text(info.last_ended_at));
}

void add_settings(Facts& facts, const StoreInfo& info) {
    const StoreSettings& settings = info.settings;
    std::string missing;
    for (const std::string& name : info.missing_indexes) missing += (missing.empty() ? "" : ", ") + name;
    facts.add("missing indexes", missing.empty() ? "none" : missing);
    facts.add("statistics",
              info.analyzed_batches ? "of " + grouped(*info.analyzed_batches) + " batches" : "none");
    facts.add("permissions", settings.permissions);
    facts.add("SQLite", settings.sqlite_version);
    facts.add("page size", bytes_text(settings.page_bytes));
    facts.add("journal mode", settings.journal_mode);
    facts.add("synchronous", settings.synchronous);
    facts.add("encoding", settings.encoding);
    facts.add("application id", std::to_string(settings.application_id));
}

std::string description_of(const StoreInfo& info, std::size_t width) {
    Facts facts;
    facts.add("location", info.location);
    facts.add("size", bytes_text(info.size_bytes));
    facts.add("free room", bytes_text(info.free_bytes));
    facts.add("write-ahead log", bytes_text(info.write_ahead_log_bytes));
    add_schema(facts, info);
    add_rows(facts, info);
    add_settings(facts, info);
    return facts.text(width);
}

}  // namespace

Exit info(Invocation& invocation) {
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;

    const auto facts = open_for_reading(invocation)->store().info();
    write_record(invocation.output, format,
                 description_of(facts, terminal_of(invocation.output.descriptor()).width),
                 json_text_of(facts));
    return Exit::done;
}
