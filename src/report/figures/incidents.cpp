#include "report/figures/incidents.hpp"

#include "report/figures/counter.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace batchstore {

namespace {

using Days = std::map<std::int64_t, DayOutcomes>;

void add_outcomes(DayOutcomes& sum, const DayOutcomes& more) {
    sum.ended += more.ended;
    sum.failed += more.failed;
}

bool stands_out(const DayOutcomes& day, const DayOutcomes& usual) {
    constexpr std::int64_t least_failed = 5;
    constexpr double times = 2;
    constexpr double deviations = 4;
    constexpr double least_rate = 0.005;  // a few failures in a perfect year are no incident
    if (day.failed < least_failed) return false;
    const double rate = std::max(usual.failure_rate().value_or(0), least_rate);
    const auto ended = static_cast<double>(day.ended);
    const auto failed = static_cast<double>(day.failed);
    const double expected = ended * rate;
    return failed >= times * expected && failed >= expected + deviations * std::sqrt(expected * (1 - rate));
}

/// What the better half of the days have in common: where to begin, whatever happened on the others.
DayOutcomes better_half(const Days& days) {
    std::vector<DayOutcomes> ordered;
    for (const auto& [day, outcomes] : days) {
        if (outcomes.ended > 0) ordered.push_back(outcomes);
    }
    std::ranges::sort(ordered, {}, [](const DayOutcomes& day) { return day.failure_rate(); });
    DayOutcomes usual;
    for (std::size_t i = 0; i < (ordered.size() + 1) / 2; ++i) add_outcomes(usual, ordered[i]);
    return usual;
}

/// Usual depends on which days stand out, and the other way round: both come to rest after a few rounds.
std::set<std::int64_t> unusual_days(const Days& days, DayOutcomes& usual) {
    constexpr int most_rounds = 10;
    usual = better_half(days);
    std::set<std::int64_t> unusual;
    for (int round = 0; round < most_rounds; ++round) {
        std::set<std::int64_t> found;
        DayOutcomes others;
        for (const auto& [day, outcomes] : days) {
            if (stands_out(outcomes, usual)) {
                found.insert(day);
            } else {
                add_outcomes(others, outcomes);
            }
        }
        const bool same = found == unusual && round > 0;
        unusual = std::move(found);
        usual = others;
        if (same) break;
    }
    return unusual;
}

}  // namespace

std::optional<double> DayOutcomes::failure_rate() const {
    return share_of(failed, ended);
}

std::vector<Incident> find_incidents(const Days& days) {
    constexpr std::int64_t furthest = 2;  // days from one to the next of the same incident
    DayOutcomes usual;
    std::vector<Incident> incidents;
    for (const std::int64_t day : unusual_days(days, usual)) {
        if (incidents.empty() || day - incidents.back().last_day > furthest) {
            incidents.push_back({.first_day = day});
        }
        incidents.back().last_day = day;
    }
    for (Incident& incident : incidents) {
        incident.usual = usual;
        const auto end = days.upper_bound(incident.last_day);
        for (auto day = days.find(incident.first_day); day != end; ++day)
            add_outcomes(incident.outcomes, day->second);
    }
    return incidents;
}

}  // namespace batchstore
