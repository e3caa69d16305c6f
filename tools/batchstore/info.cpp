#include "arguments.hpp"
#include "commands.hpp"
#include "facts.hpp"
#include "format.hpp"
#include "json_value.hpp"
#include "open_store.hpp"
#include "record_writer.hpp"
#include "shown_text.hpp"

#include <batchstore/observation.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/store_info.hpp>
#include <batchstore/time.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace {

constexpr const char* details =
    "Examples:\n"
    "  batchstore info\n"
    "  batchstore info --format json | jq .rows.batches";

constexpr std::array formats{Format::table, Format::json, Format::jsonl};

std::string json_text_of(const batchstore::StoreInfo& info) {
    using Json = nlohmann::ordered_json;
    Json rows = Json::object();
    for (const auto& [table, count] : info.rows) rows[table] = count;
    return one_line(Json{{"location", info.location},
                         {"size_bytes", info.size_bytes},
                         {"schema_version", info.schema_version},
                         {"rows", rows},
                         {"head", batchstore::to_string(info.head)},
                         {"first_seen_at_us", value_or_null(info.first_seen_at_us)},
                         {"last_seen_at_us", value_or_null(info.last_seen_at_us)}});
}

std::string description_of(const batchstore::StoreInfo& info) {
    const auto time = [](const std::optional<std::int64_t>& us) {
        return us ? batchstore::iso8601_from_us(*us) : "";
    };
    Facts facts;
    facts.add("location", info.location);
    facts.add("size", grouped(info.size_bytes) + " bytes");
    facts.add("schema version", std::to_string(info.schema_version));
    for (const auto& [table, count] : info.rows) facts.add("rows in " + table, grouped(count));
    facts.add("head", batchstore::to_string(info.head));
    facts.add("first seen", time(info.first_seen_at_us));
    facts.add("last seen", time(info.last_seen_at_us));
    return facts.text();
}

}  // namespace

Exit info(Invocation& invocation) {
    std::optional<Format> format;
    Arguments arguments(invocation, details);
    arguments.format(format, formats);
    if (!arguments.parse()) return Exit::done;

    const auto facts = open_for_reading(invocation)->info();
    write_record(invocation.output, format, description_of(facts), json_text_of(facts));
    return Exit::done;
}
