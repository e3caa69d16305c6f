#include "report/figures/counter.hpp"
#include "report/figures/value.hpp"
#include "report/parts/part.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

/// How long the batches took.
namespace batchstore {

namespace {

/// How wide a bin may be, in seconds.
constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::array widths{std::int64_t{1},
                            std::int64_t{2},
                            std::int64_t{5},
                            std::int64_t{10},
                            std::int64_t{15},
                            std::int64_t{30},
                            minute,
                            2 * minute,
                            5 * minute,
                            10 * minute,
                            15 * minute,
                            30 * minute,
                            hour,
                            2 * hour,
                            3 * hour,
                            6 * hour,
                            12 * hour,
                            day,
                            2 * day,
                            7 * day,
                            30 * day};

/// The narrowest with which 20 bins hold 95 percent of the durations. No width is enough for durations of
/// years; then it is as many days as it takes.
std::int64_t bin_width(std::int64_t p95) {
    constexpr std::int64_t most_bins = 20;
    const std::int64_t least = p95 / most_bins + 1;
    const auto* width = std::ranges::lower_bound(widths, least);
    return width != widths.end() ? *width : (least + day - 1) / day * day;
}

ReportTable percentiles(const FigureCounter& figures) {
    ReportTable table{.name = "durations", .title = "Durations"};
    table.columns = {{"duration", "Duration"},
                     {"counted", "Batches", ReportType::number},
                     {"p50", "p50", ReportType::seconds, "-"},
                     {"p90", "p90", ReportType::seconds, "-"},
                     {"p99", "p99", ReportType::seconds, "-"},
                     {"missing", "Not known", ReportType::number},
                     {"negative", "Out of order", ReportType::number}};
    const Figures sums = figures.figures();
    const std::pair<const char*, const Durations&> rows[]{
        {"queue", sums.queue}, {"run", sums.run}, {"total", sums.total}};
    for (const auto& [name, durations] : rows) {
        table.rows.push_back({std::string(name), durations.counted, report_value(durations.p50),
                              report_value(durations.p90), report_value(durations.p99), durations.missing,
                              durations.negative});
    }
    table.note = "Batches without both times, or with times out of order, are left out and counted.";
    return table;
}

/// Bins of one width from 0 on, the last of them for all that is longer.
std::vector<std::vector<ReportValue>> bins_of(const Distribution& durations) {
    std::vector<std::vector<ReportValue>> bins;
    const auto p95 = durations.percentile(95);
    if (!p95) return bins;
    const std::int64_t width = bin_width(*p95);
    const std::int64_t last = *p95 / width + 1;
    std::vector<std::int64_t> counted(static_cast<std::size_t>(last) + 1);
    durations.each([&](std::int64_t seconds, std::int64_t how_often) {
        counted[static_cast<std::size_t>(std::min(seconds / width, last))] += how_often;
    });
    if (counted.back() == 0) counted.pop_back();
    for (std::int64_t bin = 0; const std::int64_t batches : counted) {
        const ReportValue below = bin < last ? ReportValue((bin + 1) * width) : ReportValue();
        bins.push_back({bin * width, below, batches});
        ++bin;
    }
    return bins;
}

ReportTable histogram(const std::string& name, const std::string& title, const Distribution& durations) {
    ReportTable table{.name = name, .title = title};
    table.columns = {{"from", "From", ReportType::seconds},
                     {"below", "Below", ReportType::seconds, "and more"},
                     {"batches", "Batches", ReportType::number}};
    table.rows = bins_of(durations);
    table.when_empty = "No batch says both times.";
    table.charts = {{ReportChart::Kind::columns, title, {2}}};
    if (table.rows.empty() || table.rows.back()[1] != ReportValue()) return table;
    const std::string last = to_text(table.columns[0], table.rows.back()[0]);
    table.charts.front().title += "; the last column: " + last + " and more";
    return table;
}

class DurationsPart final : public ReportPart {
public:
    void add(const StoredBatch&) override {}

    ReportSection section(const FigureCounter& all) const override {
        ReportSection section{
            "durations", "How long batches took",
            "Queue is from created_at to in_progress_at, run from there to the end, total from "
            "created_at to the end. p90 is the least duration that 90 percent of them do not "
            "exceed (nearest rank)."};
        section.tables = {percentiles(all),
                          histogram("queue_histogram", "Batches by time in the queue", all.queue().counted()),
                          histogram("run_histogram", "Batches by run time", all.run().counted())};
        return section;
    }
};

}  // namespace

std::unique_ptr<ReportPart> durations_part() {
    return std::make_unique<DurationsPart>();
}

}  // namespace batchstore
