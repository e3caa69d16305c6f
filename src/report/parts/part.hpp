#pragma once

#include "report/figures/counter.hpp"

#include <batchstore/audit_report.hpp>

#include <memory>
#include <string>
#include <vector>

namespace batchstore {

/// Which kinds of notices come first.
enum class NoticeWeight {
    incident,
    missed_deadline,
    failures,
    nothing_to_show,
    overdue,
    early_results,
    absent
};

struct WeighedNotice {
    NoticeWeight weight;
    ReportNotice notice;
};

/// One section of a report: looks at each batch once, and says what came of it.
class ReportPart {
public:
    ReportPart() = default;
    ReportPart(const ReportPart&) = delete;
    ReportPart& operator=(const ReportPart&) = delete;
    virtual ~ReportPart() = default;

    virtual void add(const StoredBatch& batch) = 0;
    /// @param all what all batches amount to that were added
    virtual ReportSection section(const FigureCounter& all) const = 0;
    /// What in its section needs attention.
    virtual std::vector<WeighedNotice> notices() const { return {}; }
};

/// A few ids, the first that come.
class ExampleIds {
public:
    void add(const std::string& id) {
        constexpr std::size_t most = 3;
        if (ids_.size() < most) ids_.push_back(id);
    }
    const std::vector<std::string>& ids() const { return ids_; }

private:
    std::vector<std::string> ids_;
};

/// The column of `ExampleIds`.
inline ReportColumn example_column() {
    return {"examples", "Examples", ReportType::ids};
}

/// `1 batch`, `1,234 batches`.
std::string counted_batches(std::int64_t batches);

/// Cuts a table to the rows that come first, and says so in its note.
void keep_first_rows(ReportTable& table, std::size_t most);

/// The parts that every report has, in their order.
/// @param now when a batch is past its deadline or not, in seconds
std::vector<std::unique_ptr<ReportPart>> report_parts(std::int64_t now);

std::unique_ptr<ReportPart> totals_part();
std::unique_ptr<ReportPart> status_part();
std::unique_ptr<ReportPart> tokens_part();
std::unique_ptr<ReportPart> activity_part();
std::unique_ptr<ReportPart> durations_part();
std::unique_ptr<ReportPart> failures_part();
/// What the batches cost.
/// @param prices must outlive it
/// @param by as `costs` takes them
std::unique_ptr<ReportPart> costs_part(const PriceList& prices, const std::vector<GroupKey>& by);
/// A table of the groups of any keys. Batches do not say their source: of these groups the store is asked.
std::unique_ptr<ReportPart> breakdown_part(const std::vector<GroupKey>& by, const BatchReader& moment,
                                           const Query& query);
/// Missed deadlines, ended with nothing to show, ended early with results, no longer at the server.
std::vector<std::unique_ptr<ReportPart>> outcome_parts(std::int64_t now);

}  // namespace batchstore
