#include "report/figures/counter.hpp"
#include "report/figures/group_key.hpp"
#include "report/parts/coverage.hpp"
#include "report/parts/odd_answers.hpp"
#include "report/parts/part.hpp"
#include "report/parts/table_name.hpp"

#include <batchstore/store.hpp>
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
    "expired_at", "cancelling_at", "cancelled_at",   "request_counts", "usage",          "absent_since_us"};

std::string title_of(const Query& query) {
    const auto shown = [](std::int64_t seconds) {
        const std::string text = iso8601(seconds);
        return text.ends_with("T00:00:00Z") ? text.substr(0, text.find('T')) : text;
    };
    if (query.created_from && query.created_to) {
        return fmt::format("Batches created from {} to {}", shown(*query.created_from),
                           shown(*query.created_to));
    }
    if (query.created_from) return fmt::format("Batches created from {} on", shown(*query.created_from));
    if (query.created_to) return fmt::format("Batches created before {}", shown(*query.created_to));
    return "All batches";
}

using Parts = std::vector<std::unique_ptr<ReportPart>>;

/// Costs are told by model, by month, and by what else was asked for alone; a batch does not say its source.
std::vector<GroupKey> cost_keys(const std::vector<std::vector<GroupKey>>& by) {
    std::vector<GroupKey> keys{{.field = GroupKey::Field::model}, {.field = GroupKey::Field::month}};
    for (const auto& asked : by) {
        if (asked.size() != 1 || has_source(asked)) continue;
        if (std::find(keys.begin(), keys.end(), asked.front()) == keys.end()) keys.push_back(asked.front());
    }
    return keys;
}

/// @returns what all batches amount to, each of which the parts have seen.
FigureCounter show_batches(const BatchReader& moment, const ReportOptions& options, const Parts& parts) {
    Query query = options.query;
    query.only = fields_of_parts;
    for (const auto& by : options.by) query.only = with_fields_of(by, std::move(query.only));
    FigureCounter all;
    moment.store().each_batch(
        [&](const StoredBatch& batch) {
            all.add(batch);
            for (const auto& part : parts) part->add(batch);
            return true;
        },
        query);
    return all;
}

/// What was asked for may have the name of what every report has: `by_status`.
void name_freely(ReportSection& section, std::set<std::string>& taken) {
    ReportTable& table = section.tables.front();
    table.name = free_table_name(table.name, taken);
    section.name = table.name;
}

ReportSection nothing_found(std::int64_t batches_known) {
    return {"nothing", "Nothing to report",
            batches_known == 0 ? "The store knew no batches."
                               : "The store knew no batches of this period and filter."};
}

void fill(Report& report, const BatchReader& moment, const ReportOptions& options) {
    const Coverage coverage = coverage_of(moment, options.query);
    Parts parts = report_parts(coverage.known_at_us / second_us);
    if (options.prices) parts.push_back(costs_part(*options.prices, cost_keys(options.by)));
    const std::size_t always = parts.size();
    for (const auto& by : options.by) parts.push_back(breakdown_part(by, moment, options.query));

    const FigureCounter all = show_batches(moment, options, parts);
    ReportSection covered = coverage_section(coverage, options, all.batches());
    if (all.batches() == 0) {
        report.sections.push_back(nothing_found(coverage.batches));
        report.sections.push_back(std::move(covered));
        return;
    }
    std::set<std::string> taken{covered.name};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        ReportSection& section = report.sections.emplace_back(parts[i]->section(all));
        if (i >= always) name_freely(section, taken);
        taken.insert(section.name);
        for (const ReportTable& table : section.tables) taken.insert(table.name);
    }
    report.sections.push_back(odd_answers_section(moment, options.query));
    report.sections.push_back(std::move(covered));
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

Report make_report(const BatchReader& repository, const ReportOptions& options) {
    for (const auto& by : options.by) require_sound(by);
    Report report{.title = title_of(options.query)};
    repository.snapshot([&](const BatchReader& moment) { fill(report, moment, options); });
    return report;
}

}  // namespace batchstore
