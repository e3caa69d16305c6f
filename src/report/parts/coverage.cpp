#include "report/parts/coverage.hpp"

#include "report/figures/value.hpp"
#include "repository/conditions/fields.hpp"
#include "repository/conditions/of_query.hpp"

#include <batchstore/store.hpp>

#include <algorithm>
#include <utility>

/// What a report covers: which store, how far, which batches of it.
namespace batchstore {

namespace {

/// What is asked for beside the period, in the language of conditions.
std::string filter_of(Query query) {
    query.created_from.reset();
    query.created_to.reset();
    std::string text;
    for (const Condition& part : condition_of(query).parts) {
        text += (text.empty() ? "" : " and ") + to_text(part);
    }
    return text;
}

void add_rows(ReportSection& section, const StoreInfo& info) {
    for (const auto& [table, rows] : info.rows) {
        section.facts.push_back({{"rows_in_" + table, "Rows in " + table, ReportType::number}, rows});
    }
}

/// Entries that were observed later, or of which nobody knows when, do not count; those that do lie in the
/// log up to the last of them.
void count_past(const BatchReader& moment, std::int64_t as_of_us, Coverage& coverage) {
    moment.store().each_observation([&](const Observation& entry) {
        if (!entry.pruned() && !entry.is_act() && entry.observed_at_us <= as_of_us) {
            ++coverage.log_entries;
            coverage.head = {entry.seq, entry.digest};
        }
        return true;
    });
    coverage.batches = moment.count({.as_of_us = as_of_us});
    coverage.known_at_us = as_of_us;
}

/// Every answer up to the head counts, and nothing that was recorded later.
void count_up_to(const BatchReader& moment, const PastHead& head, Coverage& coverage) {
    coverage.batches = moment.count({.as_of_head = head});
    coverage.info.pruned_observations = 0;
    moment.store().each_observation([&](const Observation& entry) {
        if (entry.seq > head.seq) return false;
        coverage.head = {entry.seq, entry.digest};
        if (entry.is_act()) return true;
        ++coverage.log_entries;
        if (entry.pruned()) {
            ++coverage.info.pruned_observations;
        } else {
            coverage.known_at_us = std::max(coverage.known_at_us, entry.observed_at_us);
        }
        return true;
    });
}

}  // namespace

Coverage coverage_of(const BatchReader& moment, const Query& query) {
    Coverage coverage{.info = moment.store().info()};
    if (query.as_of_head) {
        count_up_to(moment, *query.as_of_head, coverage);
        return coverage;
    }
    if (query.as_of_us) {
        count_past(moment, *query.as_of_us, coverage);
        return coverage;
    }
    coverage.head = coverage.info.head;
    for (const auto& [table, rows] : coverage.info.rows) {
        if (table == "batches") coverage.batches = rows;
        if (table == "observations") coverage.log_entries = rows - coverage.info.acts;
    }
    coverage.known_at_us = coverage.info.last_seen_at_us.value_or(0);
    return coverage;
}

ReportSection coverage_section(const Coverage& coverage, const ReportOptions& options, std::int64_t batches) {
    ReportSection section{
        "coverage", "What this report covers",
        "Batches belong to the period in which they were created. All times are UTC. The head "
        "proves which log the report rests on: batchstore verify --since HEAD."};
    const Query& query = options.query;
    const auto add = [&](const char* name, const char* title, ReportType type, ReportValue value,
                         const char* unset = "") {
        section.facts.push_back({{name, title, type, unset}, std::move(value)});
    };
    add("store", "Store", ReportType::text, options.store);
    if (!options.command_line.empty()) add("command", "Command", ReportType::code, options.command_line);
    add("period_from", "Created from", ReportType::time, report_value(query.created_from), "the first");
    add("period_to", "Created before", ReportType::time, report_value(query.created_to), "any time");
    const std::string filter = filter_of(query);
    if (!filter.empty()) add("filter", "Only where", ReportType::code, filter);
    if (query.as_of_head) {
        add("as_of_head", "As of the head", ReportType::code, to_string(*query.as_of_head));
    } else {
        add("as_of_us", "As of", ReportType::microseconds, report_value(query.as_of_us), "all that is known");
    }
    add("known_at_us", "Knowledge up to", ReportType::microseconds,
        coverage.known_at_us == 0 ? ReportValue() : ReportValue(coverage.known_at_us), "nothing is known");
    add("batches", "Batches in this report", ReportType::number, batches);
    add("batches_known", "Batches known", ReportType::number, coverage.batches);
    add("log_entries", "Entries of the log", ReportType::number, coverage.log_entries);
    if (coverage.info.pruned_observations > 0) {
        add("pruned_entries", "Of these pruned", ReportType::number, coverage.info.pruned_observations);
    }
    if (!query.as_of_us && !query.as_of_head) add_rows(section, coverage.info);
    add("head", "Head of the log", ReportType::code, to_string(coverage.head));
    add("schema_version", "Schema version", ReportType::number, std::int64_t{coverage.info.schema_version});
    add("program_version", "batchstore", ReportType::text, std::string(BATCHSTORE_VERSION));
    return section;
}

}  // namespace batchstore
