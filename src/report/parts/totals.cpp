#include "report/figures/counter.hpp"
#include "report/figures/table.hpp"
#include "report/parts/part.hpp"

/// What all batches of the report amount to.
namespace batchstore {

namespace {

class Totals final : public ReportPart {
public:
    void add(const StoredBatch& batch) override {
        if (phase_of(batch.status) == Phase::ended) ++ended_;
        if (batch.absent_since_us) ++absent_;
    }

    ReportSection section(const FigureCounter& all) const override {
        ReportSection section{
            "totals", "Totals",
            "What all these batches amount to. Success is the share of the requests that "
            "completed among those that completed or failed; what no server said is unknown, "
            "not 0."};
        const std::int64_t batches = all.batches();
        section.facts.push_back({{"ended", "Ended", ReportType::number}, ended_});
        section.facts.push_back({{"not_ended", "Not ended", ReportType::number}, batches - ended_});
        if (absent_ > 0) section.facts.push_back({{"absent", "Absent", ReportType::number}, absent_});
        const ReportTable table =
            figure_table({.by = {}, .groups = {}, .all = all.figures()},
                         {"batches", "requests_total", "requests_completed", "requests_failed",
                          "success_rate", "input_tokens", "cached_tokens", "output_tokens",
                          "reasoning_tokens", "total_tokens", "without_usage"});
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto place = i == 0 ? section.facts.begin() : section.facts.end();
            section.facts.insert(place, {table.columns[i], table.totals[i]});
        }
        return section;
    }

private:
    std::int64_t ended_ = 0;
    std::int64_t absent_ = 0;
};

}  // namespace

std::unique_ptr<ReportPart> totals_part() {
    return std::make_unique<Totals>();
}

}  // namespace batchstore
