#include "report/figures/group_key.hpp"
#include "report/parts/coverage.hpp"
#include "report/parts/odd_answers.hpp"
#include "report/parts/overview.hpp"
#include "report/parts/part.hpp"
#include "report/parts/period.hpp"
#include "report/parts/table_name.hpp"
#include "repository/batch_thread.hpp"

#include <batchstore/store.hpp>

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

/// What the overview looks at of the batches before.
const std::vector<std::string> fields_of_overview{"id",       "status", "model",         "created_at",
                                                  "metadata", "usage",  "request_counts"};

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

/// Shows the batches of a query to whoever wants to see them.
template <class See>
void each_of(const BatchReader& moment, Query query, std::vector<std::string> fields, const See& see) {
    query.only = std::move(fields);
    show_each_batch(moment, query, see);
}

void show_batches(const BatchReader& moment, const ReportOptions& options,
                  const std::optional<ReportPeriod>& before, Overview& overview, const Parts& parts) {
    std::vector<std::string> fields = fields_of_parts;
    if (before) fields.emplace_back("metadata");
    for (const auto& by : options.by) fields = with_fields_of(by, std::move(fields));
    each_of(moment, options.query, std::move(fields), [&](const StoredBatch& batch) {
        overview.add(batch);
        for (const auto& part : parts) part->add(batch);
    });
    if (!before) return;
    Query query = options.query;
    query.created_from = before->from;
    query.created_to = before->to;
    each_of(moment, std::move(query), fields_of_overview,
            [&](const StoredBatch& batch) { overview.add_before(batch); });
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

void take_names(const ReportSection& section, std::set<std::string>& taken) {
    taken.insert(section.name);
    for (const ReportTable& table : section.tables) taken.insert(table.name);
}

std::vector<WeighedNotice> notices_of(const Parts& parts) {
    std::vector<WeighedNotice> all;
    for (const auto& part : parts) {
        auto notices = part->notices();
        std::move(notices.begin(), notices.end(), std::back_inserter(all));
    }
    return all;
}

void fill(Report& report, const BatchReader& moment, const ReportOptions& options) {
    const Coverage coverage = coverage_of(moment, options.query);
    const auto before = period_before(options.query, coverage.known_at_us);
    Overview overview(before, options.prices ? &*options.prices : nullptr);
    Parts parts = report_parts(coverage.known_at_us / second_us);
    if (options.prices) parts.push_back(costs_part(*options.prices, cost_keys(options.by)));
    const std::size_t always = parts.size();
    for (const auto& by : options.by) parts.push_back(breakdown_part(by, moment, options.query));

    show_batches(moment, options, before, overview, parts);
    ReportSection covered = coverage_section(coverage, options, overview.all().batches());
    if (overview.all().batches() == 0) {
        report.sections.push_back(nothing_found(coverage.batches));
        report.sections.push_back(std::move(covered));
        return;
    }
    report.sections.push_back(overview.section(notices_of(parts)));
    std::set<std::string> taken{covered.name};
    take_names(report.sections.back(), taken);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        ReportSection& section = report.sections.emplace_back(parts[i]->section(overview.all()));
        if (i >= always) name_freely(section, taken);
        take_names(section, taken);
    }
    report.sections.push_back(odd_answers_section(moment, options.query));
    report.sections.push_back(std::move(covered));
}

}  // namespace

std::string counted_batches(std::int64_t batches) {
    return grouped(batches) + (batches == 1 ? " batch" : " batches");
}

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
    Report report{.title = title_of_period(options.query)};
    repository.snapshot([&](const BatchReader& moment) { fill(report, moment, options); });
    return report;
}

}  // namespace batchstore
