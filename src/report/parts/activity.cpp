#include "report/figures/counter.hpp"
#include "report/figures/group_key.hpp"
#include "report/figures/value.hpp"
#include "report/parts/part.hpp"

#include <map>

/// How many batches were created when.
namespace batchstore {

namespace {

class Activity final : public ReportPart {
public:
    void add(const StoredBatch& batch) override {
        if (!batch.created_at) {
            ++undated_;
            return;
        }
        Period& period = days_[day_of(*batch.created_at)];
        ++period.batches;
        if (!batch.request_counts) return;
        batchstore::add(period.requests, batch.request_counts->total);
        batchstore::add(period.failed, batch.request_counts->failed);
    }

    ReportSection section(const FigureCounter&) const override {
        const bool daily = days_.empty() || days_.rbegin()->first - days_.begin()->first < most_days;
        ReportSection section{"activity", daily ? "Batches per day" : "Batches per month",
                              "When the batches were created, in UTC, and how many requests they hold."};
        ReportTable table{.name = daily ? "per_day" : "per_month", .title = section.title};
        table.columns = {{daily ? "day" : "month", daily ? "Day" : "Month"},
                         {"batches", "Batches", ReportType::number},
                         {"requests_total", "Requests", ReportType::number, "unknown"},
                         {"requests_failed", "Failed", ReportType::number, "unknown"}};
        daily ? append_days(table) : append_months(table);
        table.when_empty = "No batch says when it was created.";
        if (undated_ > 0) table.note = grouped(undated_) + " batches do not say when they were created.";
        table.charts = {{ReportChart::Kind::columns, "Batches", {1}},
                        {ReportChart::Kind::columns, "Requests", {2}}};
        section.tables.push_back(std::move(table));
        return section;
    }

private:
    struct Period {
        std::int64_t batches = 0;
        Sum requests{};
        Sum failed{};
    };

    static constexpr std::int64_t most_days = 1'100;

    static void append_row(ReportTable& table, const std::string& name, const Period& period) {
        const auto value = [&](const Sum& sum) {
            // On a day without batches there were no requests; that is known.
            return report_value(period.batches == 0 ? std::optional<std::int64_t>(0) : sum.known());
        };
        table.rows.push_back({name, period.batches, value(period.requests), value(period.failed)});
    }

    void append_days(ReportTable& table) const {
        if (days_.empty()) return;
        for (std::int64_t day = days_.begin()->first; day <= days_.rbegin()->first; ++day) {
            const auto found = days_.find(day);
            append_row(table, period_text(GroupKey::Field::day, day),
                       found == days_.end() ? Period{} : found->second);
        }
    }

    void append_months(ReportTable& table) const {
        std::map<std::string, Period> months;
        for (const auto& [day, period] : days_) {
            Period& month = months[period_text(GroupKey::Field::month, day)];
            month.batches += period.batches;
            batchstore::add(month.requests, period.requests);
            batchstore::add(month.failed, period.failed);
        }
        for (const auto& [name, period] : months) append_row(table, name, period);
        keep_first_rows(table, most_days);
    }

    std::map<std::int64_t, Period> days_;
    std::int64_t undated_ = 0;
};

}  // namespace

std::unique_ptr<ReportPart> activity_part() {
    return std::make_unique<Activity>();
}

}  // namespace batchstore
