#include "report/figures/counter.hpp"
#include "report/figures/table.hpp"
#include "report/parts/part.hpp"

/// What all batches of the report amount to, beside what the overview says.
namespace batchstore {

namespace {

class Totals final : public ReportPart {
public:
    void add(const StoredBatch&) override {}

    ReportSection section(const FigureCounter& all) const override {
        ReportSection section{"totals", "Totals",
                              "What else these batches amount to. What no server said is unknown, not 0."};
        const Figures figures = all.figures();
        const auto add_count = [&](const char* name, const char* title, std::int64_t count) {
            section.facts.push_back({{name, title, ReportType::number}, count});
        };
        add_count("batches_ended", "Ended", figures.batches_ended);
        add_count("batches_not_ended", "Not ended", figures.batches - figures.batches_ended);
        if (figures.absent > 0) add_count("absent", "Absent", figures.absent);
        section.facts.push_back(figure_fact(figures, "requests_completed", "Requests completed"));
        section.facts.push_back(figure_fact(figures, "requests_failed", "Requests failed"));
        for (const char* name : {"input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens",
                                 "total_tokens", "without_usage"}) {
            section.facts.push_back(figure_fact(figures, name));
        }
        return section;
    }
};

}  // namespace

std::unique_ptr<ReportPart> totals_part() {
    return std::make_unique<Totals>();
}

}  // namespace batchstore
