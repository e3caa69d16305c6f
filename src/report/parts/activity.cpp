#include "report/figures/counter.hpp"
#include "report/figures/group_key.hpp"
#include "report/figures/incidents.hpp"
#include "report/figures/value.hpp"
#include "report/parts/part.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

/// How many batches were created when, and what became of them.
namespace batchstore {

namespace {

/// Batches that were created in the same day or month.
struct Period {
    std::int64_t batches = 0;
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::int64_t stopped = 0;  ///< expired or cancelled
    std::int64_t ended = 0;
    Sum requests{};
    Sum requests_failed{};

    void add(const StoredBatch& batch) {
        ++batches;
        if (batch.status == Status::completed) ++completed;
        if (batch.status == Status::failed) ++failed;
        if (batch.status == Status::expired || batch.status == Status::cancelled) ++stopped;
        if (phase_of(batch.status) == Phase::ended) ++ended;
        if (!batch.request_counts) return;
        batchstore::add(requests, batch.request_counts->total);
        batchstore::add(requests_failed, batch.request_counts->failed);
    }

    void add(const Period& more) {
        batches += more.batches;
        completed += more.completed;
        failed += more.failed;
        stopped += more.stopped;
        ended += more.ended;
        batchstore::add(requests, more.requests);
        batchstore::add(requests_failed, more.requests_failed);
    }
};

/// A column of the table of periods.
struct PeriodColumn {
    ReportColumn column;
    ReportValue (*value)(const Period& period);
};

/// On a day without batches there were no requests; that is known.
ReportValue requests_value(const Period& period, const Sum& sum) {
    return report_value(period.batches == 0 ? std::optional<std::int64_t>(0) : sum.known());
}

const std::vector<PeriodColumn>& period_columns() {
    constexpr auto number = ReportType::number;
    static const std::vector<PeriodColumn> columns{
        {{"batches", "Batches", number}, [](const Period& period) { return ReportValue(period.batches); }},
        {{"batches_failed", "Failed", number, "", false, true},
         [](const Period& period) { return ReportValue(period.failed); }},
        {{"failure_rate", "Rate", ReportType::share, "-", false, true},
         [](const Period& period) { return report_value(share_of(period.failed, period.ended)); }},
        {{"batches_completed", "Completed", number},
         [](const Period& period) { return ReportValue(period.completed); }},
        {{"batches_stopped", "Stopped", number},
         [](const Period& period) { return ReportValue(period.stopped); }},
        {{"batches_other", "Other", number},
         [](const Period& period) {
             return ReportValue(period.batches - period.failed - period.completed - period.stopped);
         }},
        {{"requests_total", "Requests", number, "unknown"},
         [](const Period& period) { return requests_value(period, period.requests); }},
        {{"requests_failed", "Failed requests", number, "unknown", true},
         [](const Period& period) { return requests_value(period, period.requests_failed); }}};
    return columns;
}

/// Where a column stands in the table, behind the name of the period.
std::size_t place_of(std::string_view name) {
    const auto& columns = period_columns();
    const auto found =
        std::ranges::find(columns, name, [](const auto& column) { return column.column.name; });
    return static_cast<std::size_t>(found - columns.begin()) + 1;
}

std::vector<ReportChart> charts_of_periods() {
    return {
        {ReportChart::Kind::stacked,
         "Batches by what became of them",
         {place_of("batches_failed"), place_of("batches_completed"), place_of("batches_stopped"),
          place_of("batches_other")}},
        {ReportChart::Kind::columns, "Share of the ended batches that failed", {place_of("failure_rate")}},
        {ReportChart::Kind::columns, "Requests", {place_of("requests_total")}}};
}

class Activity final : public ReportPart {
public:
    void add(const StoredBatch& batch) override {
        if (!batch.created_at) {
            ++undated_;
            return;
        }
        const std::int64_t day = day_of(*batch.created_at);
        days_[day].add(batch);
        if (batch.status != Status::failed) return;
        for (const auto& code : codes_.values_of(batch)) {
            if (code) ++codes_of_days_[day][*code];
        }
    }

    ReportSection section(const FigureCounter&) const override {
        const bool daily = days_.empty() || days_.rbegin()->first - days_.begin()->first < most_days;
        ReportSection section{"activity", daily ? "Batches per day" : "Batches per month",
                              "When the batches were created, in UTC, and what became of them. Rate is the "
                              "share of the batches that failed among those that ended; stopped are those "
                              "that expired or were cancelled."};
        ReportTable table{.name = daily ? "per_day" : "per_month", .title = section.title};
        table.columns = {{daily ? "day" : "month", daily ? "Day" : "Month"}};
        for (const PeriodColumn& column : period_columns()) table.columns.push_back(column.column);
        daily ? append_days(table) : append_months(table);
        table.when_empty = "No batch says when it was created.";
        if (undated_ > 0) table.note = grouped(undated_) + " batches do not say when they were created.";
        table.charts = charts_of_periods();
        section.tables.push_back(std::move(table));
        return section;
    }

    std::vector<WeighedNotice> notices() const override {
        std::map<std::int64_t, DayOutcomes> outcomes;
        for (const auto& [day, period] : days_) outcomes[day] = {period.ended, period.failed};
        std::vector<WeighedNotice> notices;
        for (const Incident& incident : find_incidents(outcomes)) {
            notices.push_back({NoticeWeight::incident,
                               {.name = "incident",
                                .text = sentence_on(incident),
                                .section = "activity",
                                .batches = incident.outcomes.failed}});
        }
        return notices;
    }

private:
    static constexpr std::int64_t most_days = 1'100;

    static std::string percent(const DayOutcomes& outcomes) {
        return to_text({"", "", ReportType::share}, outcomes.failure_rate().value_or(0));
    }

    std::string sentence_on(const Incident& incident) const {
        const std::string first = period_text(GroupKey::Field::day, incident.first_day);
        const std::string last = period_text(GroupKey::Field::day, incident.last_day);
        return fmt::format("{}, {} of {} batches that ended failed: {}, against {} on other days{}.",
                           first == last ? "On " + first : "From " + first + " to " + last,
                           grouped(incident.outcomes.failed), grouped(incident.outcomes.ended),
                           percent(incident.outcomes), percent(incident.usual), most_common_code(incident));
    }

    std::string most_common_code(const Incident& incident) const {
        std::map<std::string, std::int64_t> counts;
        for (auto day = codes_of_days_.lower_bound(incident.first_day);
             day != codes_of_days_.end() && day->first <= incident.last_day; ++day) {
            for (const auto& [code, batches] : day->second) counts[code] += batches;
        }
        const auto most =
            std::ranges::max_element(counts, {}, &std::pair<const std::string, std::int64_t>::second);
        if (most == counts.end()) return "";
        return fmt::format("; most often {} ({})", most->first, grouped(most->second));
    }

    static void append_row(ReportTable& table, const std::string& name, const Period& period) {
        std::vector<ReportValue>& row = table.rows.emplace_back();
        row.emplace_back(name);
        for (const PeriodColumn& column : period_columns()) row.push_back(column.value(period));
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
        for (const auto& [day, period] : days_) months[period_text(GroupKey::Field::month, day)].add(period);
        for (const auto& [name, period] : months) append_row(table, name, period);
        keep_first_rows(table, most_days);
    }

    std::map<std::int64_t, Period> days_;
    std::map<std::int64_t, std::map<std::string, std::int64_t>> codes_of_days_;  ///< of batches that failed
    KeyReader codes_{GroupKey{.field = GroupKey::Field::error_code}};
    std::int64_t undated_ = 0;
};

}  // namespace

std::unique_ptr<ReportPart> activity_part() {
    return std::make_unique<Activity>();
}

}  // namespace batchstore
