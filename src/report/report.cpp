#include "report/coverage.hpp"
#include "report/figure_table.hpp"
#include "report/odd_answers.hpp"
#include "report/report_part.hpp"
#include "report/table_name.hpp"

#include <batchstore/costs.hpp>
#include <batchstore/error.hpp>
#include <batchstore/time.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::int64_t second_us = 1'000'000;

/// What the parts look at.
const std::vector<std::string> fields_of_parts{
    "id",         "status",        "model",          "errors",         "output_file_id", "error_file_id",
    "created_at", "expires_at",    "in_progress_at", "finalizing_at",  "completed_at",   "failed_at",
    "expired_at", "cancelling_at", "cancelled_at",   "request_counts", "usage"};

std::string title_of(const Query& query) {
    const auto day = [](std::int64_t seconds) {
        const std::string text = iso8601(seconds);
        return text.ends_with("T00:00:00Z") ? text.substr(0, text.find('T')) : text;
    };
    if (query.created_from && query.created_to) {
        return fmt::format("Batches created from {} to {}", day(*query.created_from), day(*query.created_to));
    }
    if (query.created_from) return fmt::format("Batches created from {} on", day(*query.created_from));
    if (query.created_to) return fmt::format("Batches created before {}", day(*query.created_to));
    return "All batches";
}

/// A name for a table that can be the name of a file, and is no other's.
std::string table_name(const std::vector<GroupKey>& by, std::set<std::string>& taken) {
    std::string name = "by";
    for (const GroupKey& key : by) name += "_" + to_string(key);
    return free_table_name(std::move(name), taken);
}

ReportSection breakdown(const BatchRepository& moment, const std::vector<GroupKey>& by, const Query& query,
                        std::set<std::string>& taken) {
    ReportTable table =
        figure_table(statistics(moment, by, query),
                     {"batches", "share", "requests_total", "requests_completed", "requests_failed",
                      "success_rate", "total_tokens", "without_usage", "queue_p50", "queue_p90", "queue_p99",
                      "run_p50", "run_p90", "run_p99"});
    std::string words;
    for (const GroupKey& key : by) words += (words.empty() ? "" : " and ") + to_string(key);
    table.name = table_name(by, taken);
    table.title = "By " + words;
    constexpr std::size_t most_groups = 100;
    keep_first_rows(table, most_groups);
    ReportSection section{
        table.name, table.title,
        fmt::format("The same batches by {}. One that belongs to several groups counts in each "
                    "of them, and once in the total.",
                    words)};
    section.tables.push_back(std::move(table));
    return section;
}

/// @returns the sections of the parts, in their order, and how many batches they saw.
std::pair<std::vector<ReportSection>, std::int64_t> look_at_batches(const BatchRepository& moment,
                                                                    Query query, std::int64_t now) {
    query.only = fields_of_parts;
    const auto parts = report_parts(now);
    std::int64_t batches = 0;
    moment.each_batch(
        [&](const StoredBatch& batch) {
            for (const auto& part : parts) part->add(batch);
            ++batches;
            return true;
        },
        query);
    std::vector<ReportSection> sections;
    sections.reserve(parts.size());
    for (const auto& part : parts) sections.push_back(part->section());
    return {std::move(sections), batches};
}

/// Costs are told by model, by month, and by what else was asked for alone. A batch does not say its source.
std::vector<GroupKey> cost_keys(const std::vector<std::vector<GroupKey>>& by) {
    std::vector<GroupKey> keys{{.field = GroupKey::Field::model}, {.field = GroupKey::Field::month}};
    for (const auto& asked : by) {
        if (asked.size() != 1 || asked.front().field == GroupKey::Field::source) continue;
        if (std::find(keys.begin(), keys.end(), asked.front()) == keys.end()) keys.push_back(asked.front());
    }
    return keys;
}

ReportSection nothing_found(std::int64_t batches_known) {
    return {"nothing", "Nothing to report",
            batches_known == 0 ? "The store knew no batches."
                               : "The store knew no batches of this period and filter."};
}

void fill(Report& report, const BatchRepository& moment, const ReportOptions& options) {
    const Coverage coverage = coverage_of(moment, options.query);
    auto [sections, batches] = look_at_batches(moment, options.query, coverage.known_at_us / second_us);
    report.sections.push_back(coverage_section(coverage, options, batches));
    if (batches == 0) {
        report.sections.push_back(nothing_found(coverage.batches));
        return;
    }
    std::move(sections.begin(), sections.end(), std::back_inserter(report.sections));
    if (options.prices) {
        report.sections.push_back(
            to_section(costs(moment, *options.prices, cost_keys(options.by), options.query)));
    }
    std::set<std::string> taken;
    for (const ReportSection& section : report.sections) {
        taken.insert(section.name);
        for (const ReportTable& table : section.tables) taken.insert(table.name);
    }
    for (const auto& by : options.by) {
        report.sections.push_back(breakdown(moment, by, options.query, taken));
    }
    report.sections.push_back(odd_answers_section(moment, options.query));
}

}  // namespace

void keep_first_rows(ReportTable& table, std::size_t most) {
    if (table.rows.size() <= most) return;
    if (!table.note.empty()) table.note += " ";
    table.note += fmt::format("{} more rows are left out here.",
                              grouped(static_cast<std::int64_t>(table.rows.size() - most)));
    table.rows.resize(most);
}

std::vector<std::unique_ptr<ReportPart>> report_parts(std::int64_t now) {
    std::vector<std::unique_ptr<ReportPart>> parts;
    parts.push_back(totals_part());
    parts.push_back(status_part());
    parts.push_back(tokens_part());
    parts.push_back(activity_part());
    parts.push_back(durations_part());
    parts.push_back(failures_part());
    auto outcomes = outcome_parts(now);
    std::move(outcomes.begin(), outcomes.end(), std::back_inserter(parts));
    return parts;
}

Report make_report(const BatchRepository& repository, const ReportOptions& options) {
    for (const auto& by : options.by) require_sound(by);
    Report report{.title = title_of(options.query)};
    repository.snapshot([&](const BatchRepository& moment) { fill(report, moment, options); });
    return report;
}

}  // namespace batchstore
