#include "report/figures/counter.hpp"
#include "report/figures/value.hpp"
#include "report/parts/part.hpp"

#include <array>
#include <limits>
#include <utility>

/// How long the batches took.
namespace batchstore {

namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

/// Where the classes of the histogram begin.
constexpr std::array classes{std::int64_t{0}, minute,   5 * minute, 15 * minute, 30 * minute, hour,
                             2 * hour,        4 * hour, 8 * hour,   12 * hour,   18 * hour,   day,
                             2 * day};
using Histogram = std::array<std::int64_t, classes.size()>;

Histogram histogram_of(const DurationCounter& durations) {
    Histogram histogram{};
    std::size_t at = 0;
    durations.counted().each([&](std::int64_t seconds, std::int64_t how_often) {
        while (at + 1 < classes.size() && seconds >= classes[at + 1]) ++at;
        histogram[at] += how_often;
    });
    return histogram;
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

ReportTable distribution(const FigureCounter& figures) {
    ReportTable table{.name = "duration_histogram", .title = "How many took how long"};
    table.columns = {{"from", "From", ReportType::seconds},
                     {"below", "Below", ReportType::seconds, "any"},
                     {"queue", "Queue", ReportType::number},
                     {"run", "Run", ReportType::number}};
    const Histogram queue = histogram_of(figures.queue());
    const Histogram run = histogram_of(figures.run());
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const ReportValue below = i + 1 < classes.size() ? ReportValue(classes[i + 1]) : ReportValue();
        table.rows.push_back({classes[i], below, queue[i], run[i]});
    }
    table.charts = {{ReportChart::Kind::columns, "Batches by run time", {3}},
                    {ReportChart::Kind::columns, "Batches by time in the queue", {2}}};
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
        section.tables = {percentiles(all), distribution(all)};
        return section;
    }
};

}  // namespace

std::unique_ptr<ReportPart> durations_part() {
    return std::make_unique<DurationsPart>();
}

}  // namespace batchstore
