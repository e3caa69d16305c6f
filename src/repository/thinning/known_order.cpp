#include "repository/thinning/known_order.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace batchstore {

namespace {

bool differ_in_more_than_counts(const Batch& before, const Batch& after) {
    if (before == after) return false;
    return !std::ranges::all_of(changed_fields(before, after), [](const std::string& field) {
        return field == "request_counts" || field == "usage";
    });
}

auto moment_of_observation(const BatchEntry& entry) {
    return std::tie(entry.input.observed_at_us, entry.input.digest);
}

std::vector<std::size_t> places_of(const BatchEntries& entries) {
    std::vector<std::size_t> places(entries.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    return places;
}

}  // namespace

KnownOrder::KnownOrder(const BatchEntries& entries, std::vector<std::size_t> sequence, bool by_time)
    : entries_(entries),
      sequence_(std::move(sequence)),
      position_(entries.size()),
      moment_of_(entries.size()),
      moments_(1),
      says_more_(entries.size(), true) {
    Folding folding;
    std::vector<bool> values(entries.values());
    for (const std::size_t place : sequence_) {
        position_[place] = moments_.size() - 1;
        Moment moment = moments_.back();
        if (!entries[place].is_absence()) know_answer(place, moment, folding, values);
        moments_.push_back(moment);
    }
    const auto time = [&](std::size_t place) { return entries_[place].input.observed_at_us; };
    for (std::size_t position = sequence_.size(); position-- > 0;) {
        const bool together = by_time && position + 1 < sequence_.size() &&
                              time(sequence_[position]) == time(sequence_[position + 1]);
        moment_of_[sequence_[position]] = together ? moment_of_[sequence_[position + 1]] : position + 1;
    }
}

void KnownOrder::know_answer(std::size_t place, Moment& moment, Folding& folding, std::vector<bool>& values) {
    const BatchEntry& entry = entries_[place];
    const Batch before = folding.folded().state;
    const bool changed = folding.add(entry.input);
    if (moment.answers > 0 && !entry.opens_epoch()) {
        Batch with_it = before;
        fold_step(with_it, entry.input.batch);
        says_more_[place] = differ_in_more_than_counts(before, folding.folded().state) ||
                            differ_in_more_than_counts(before, with_it);
    }
    const std::int64_t at = entry.input.observed_at_us;
    const bool first = moment.answers++ == 0;
    if (first || at > entries_[moment.latest].input.observed_at_us) {
        moment.latest = place;
        if (changed) moment.changer = place;
    } else {
        moment.changer.reset();
    }
    if (first || at < entries_[moment.earliest].input.observed_at_us) moment.earliest = place;
    moment.highest_rank = std::max(moment.highest_rank, entries_.rank(place));
    if (entry.opens_epoch() &&
        (!moment.opener || moment_of_observation(entries_[*moment.opener]) < moment_of_observation(entry))) {
        moment.opener = place;
    }
    for (const std::size_t value : entry.said) {
        if (!values[value]) ++moment.values;
        values[value] = true;
    }
}

/// Of equal answers the earliest counts, and each that opens an epoch; none of an epoch before the last
/// shows.
bool KnownOrder::counts_at(std::size_t place, std::size_t moment) const {
    const auto known = [&](std::size_t other) { return position_[other] < moment; };
    const BatchEntry& entry = entries_[place];
    const auto& opener = moments_[moment].opener;
    if (!known(place)) return false;
    if (entry.opens_epoch()) return place == opener;
    if (opener && moment_of_observation(entry) < moment_of_observation(entries_[*opener])) return false;
    return std::ranges::none_of(entries_.equal_answers(place), [&](std::size_t other) {
        const std::int64_t at = entries_[other].input.observed_at_us;
        const bool first = std::tuple(at, !entries_[other].opens_epoch(), other) <
                           std::tuple(entry.input.observed_at_us, true, place);
        return known(other) && first;
    });
}

std::vector<std::size_t> KnownOrder::support(std::size_t moment) const {
    std::vector<std::size_t> support;
    const Moment& then = moments_[moment];
    if (then.answers == 0) return support;
    std::vector<bool> told(entries_.values());
    std::size_t to_tell = then.values;
    for (std::size_t rank = then.highest_rank + 1; rank-- > 0 && (to_tell > 0 || support.empty());) {
        const std::size_t place = entries_.by_precedence()[rank];
        if (!counts_at(place, moment)) continue;
        const std::size_t left = to_tell;
        for (const std::size_t value : entries_[place].said) {
            if (!told[value]) --to_tell;
            told[value] = true;
        }
        if (to_tell < left || support.empty()) support.push_back(place);
    }
    return support;
}

KnownOrder order_of_log(const BatchEntries& entries) {
    return {entries, places_of(entries), false};
}

KnownOrder order_of_observation(const BatchEntries& entries) {
    std::vector<std::size_t> places = places_of(entries);
    std::ranges::stable_sort(places, {},
                             [&](std::size_t place) { return entries[place].input.observed_at_us; });
    return {entries, std::move(places), true};
}

}  // namespace batchstore
