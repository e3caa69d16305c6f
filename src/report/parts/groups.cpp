#include "report/figures/grouping.hpp"
#include "report/figures/table.hpp"
#include "report/parts/part.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

/// What the batches of a report amount to by status, by model, and by what was asked for.
namespace batchstore {

namespace {

/// A section with one table of groups.
struct Words {
    std::string section;
    std::string title;
    std::string explanation;
    std::string table;
    std::vector<std::string_view> figures;  ///< that the table shows
    std::string_view drawn = "batches";     ///< the one of them that the chart shows
};

/// A chart of another figure in the place of the one of batches.
void draw(ReportTable& table, std::string_view figure) {
    const auto column = std::ranges::find(table.columns, figure, &ReportColumn::name);
    for (ReportChart& chart : table.charts) {
        chart.title = column->title;
        chart.values = {static_cast<std::size_t>(column - table.columns.begin())};
    }
}

ReportSection section_of(const Words& words, const Statistics& statistics) {
    ReportTable table = figure_table(statistics, words.figures);
    table.name = words.table;
    table.title = words.title;
    draw(table, words.drawn);
    constexpr std::size_t most_groups = 100;
    keep_first_rows(table, most_groups);
    ReportSection section{words.section, words.title, words.explanation};
    section.tables.push_back(std::move(table));
    return section;
}

Words words_of(const std::vector<GroupKey>& by) {
    std::string name = "by";
    std::string keys;
    for (const GroupKey& key : by) {
        name += "_" + to_string(key);
        keys += (keys.empty() ? "" : " and ") + to_string(key);
    }
    return {name,
            "By " + keys,
            fmt::format("The same batches by {}. One that belongs to several groups counts in each "
                        "of them, and once in the total.",
                        keys),
            name,
            {"batches", "share", "batches_failed", "failure_rate", "requests_total", "requests_completed",
             "requests_failed", "success_rate", "total_tokens", "without_usage", "queue_p50", "queue_p90",
             "queue_p99", "run_p50", "run_p90", "run_p99"}};
}

class Groups final : public ReportPart {
public:
    Groups(const std::vector<GroupKey>& by, Words words) : by_(by), words_(std::move(words)), groups_(by) {}

    void add(const StoredBatch& batch) override { groups_.add(batch); }

    ReportSection section(const FigureCounter& all) const override {
        return section_of(words_, {.by = by_, .groups = groups_.groups(), .all = all.figures()});
    }

private:
    std::vector<GroupKey> by_;
    Words words_;
    Grouping groups_;
};

/// Groups by source, of which batches say nothing.
class SourceGroups final : public ReportPart {
public:
    SourceGroups(std::vector<GroupKey> by, const BatchReader& moment, Query query)
        : by_(std::move(by)), moment_(moment), query_(std::move(query)) {}

    void add(const StoredBatch&) override {}

    ReportSection section(const FigureCounter&) const override {
        return section_of(words_of(by_), statistics(moment_, by_, query_));
    }

private:
    std::vector<GroupKey> by_;
    const BatchReader& moment_;
    Query query_;
};

}  // namespace

std::unique_ptr<ReportPart> status_part() {
    return std::make_unique<Groups>(std::vector{GroupKey{.field = GroupKey::Field::status}},
                                    Words{"status",
                                          "Batches by status",
                                          "Where the batches are in their lives, in the servers' words.",
                                          "by_status",
                                          {"batches", "share", "requests_total", "requests_completed",
                                           "requests_failed", "success_rate"}});
}

std::unique_ptr<ReportPart> tokens_part() {
    return std::make_unique<Groups>(
        std::vector{GroupKey{.field = GroupKey::Field::model}},
        Words{"tokens",
              "Tokens by model",
              "Tokens that servers said were used. A batch without usage is counted as such, not as 0.",
              "tokens_by_model",
              {"batches", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens",
               "total_tokens", "without_usage"},
              "total_tokens"});
}

std::unique_ptr<ReportPart> breakdown_part(const std::vector<GroupKey>& by, const BatchReader& moment,
                                           const Query& query) {
    if (has_source(by)) return std::make_unique<SourceGroups>(by, moment, query);
    return std::make_unique<Groups>(by, words_of(by));
}

}  // namespace batchstore
