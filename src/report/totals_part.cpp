#include "report/figure_counter.hpp"
#include "report/figure_table.hpp"
#include "report/grouping.hpp"
#include "report/report_part.hpp"

/// What all batches of the report amount to, and what they amount to by status and by model.
namespace batchstore {

namespace {

constexpr std::size_t most_groups = 100;

class Totals final : public ReportPart {
public:
    void add(const StoredBatch& batch) override {
        figures_.add(batch);
        if (phase_of(batch.status) == Phase::ended) ++ended_;
    }

    ReportSection section() const override {
        ReportSection section{
            "totals", "Totals",
            "What all these batches amount to. Success is the share of the requests that "
            "completed among those that completed or failed; what no server said is unknown, "
            "not 0."};
        const std::int64_t batches = figures_.batches();
        section.facts.push_back({{"ended", "Ended", ReportType::number}, ended_});
        section.facts.push_back({{"not_ended", "Not ended", ReportType::number}, batches - ended_});
        const Figures figures = figures_.figures();
        const ReportTable table =
            figure_table({.by = {}, .groups = {}, .all = figures},
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
    FigureCounter figures_;
    std::int64_t ended_ = 0;
};

/// A table of the groups of one key.
class ByKey final : public ReportPart {
public:
    struct Words {
        const char* section;
        const char* title;
        const char* explanation;
        const char* table;
    };

    ByKey(const GroupKey& key, const Words& words, std::vector<std::string_view> figures)
        : key_(key), words_(words), figures_(std::move(figures)), groups_({key}) {}

    void add(const StoredBatch& batch) override {
        groups_.add(batch);
        all_.add(batch);
    }

    ReportSection section() const override {
        ReportTable table =
            figure_table({.by = {key_}, .groups = groups_.groups(), .all = all_.figures()}, figures_);
        table.name = words_.table;
        table.title = words_.title;
        keep_first_rows(table, most_groups);
        ReportSection section{words_.section, words_.title, words_.explanation};
        section.tables.push_back(std::move(table));
        return section;
    }

private:
    GroupKey key_;
    Words words_;
    std::vector<std::string_view> figures_;
    Grouping groups_;
    FigureCounter all_;
};

}  // namespace

std::unique_ptr<ReportPart> totals_part() {
    return std::make_unique<Totals>();
}

std::unique_ptr<ReportPart> status_part() {
    return std::make_unique<ByKey>(
        GroupKey{.field = GroupKey::Field::status},
        ByKey::Words{"status", "Batches by status",
                     "Where the batches are in their lives, in the servers' words.", "by_status"},
        std::vector<std::string_view>{"batches", "share", "requests_total", "requests_completed",
                                      "requests_failed", "success_rate"});
}

std::unique_ptr<ReportPart> tokens_part() {
    return std::make_unique<ByKey>(
        GroupKey{.field = GroupKey::Field::model},
        ByKey::Words{
            "tokens", "Tokens by model",
            "Tokens that servers said were used. A batch without usage is counted as such, not as 0.",
            "tokens_by_model"},
        std::vector<std::string_view>{"batches", "input_tokens", "cached_tokens", "output_tokens",
                                      "reasoning_tokens", "total_tokens", "without_usage"});
}

}  // namespace batchstore
