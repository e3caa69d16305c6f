#include "repository/thinning/batch_entries.hpp"

#include "repository/rows.hpp"
#include "repository/thinning/said_values.hpp"

#include <algorithm>
#include <utility>

namespace batchstore {

BatchEntries::BatchEntries(std::span<const Observation> entries) : ranks_(entries.size()) {
    SaidValues values;
    std::vector<FoldKey> keys;
    for (const Observation& observation : entries) {
        BatchEntry entry{.observation = &observation};
        if (observation.is_absence()) {
            entry.input.observed_at_us = observation.observed_at_us;
        } else {
            entry.input = fold_input(observation);
            entry.said = values.of(entry.input.batch);
            by_precedence_.push_back(entries_.size());
            by_digest_[entry.input.digest].push_back(entries_.size());
        }
        const FoldInput& input = entry.input;
        keys.push_back(fold_key(input.batch, 0, input.observed_at_us, input.digest));
        entries_.push_back(std::move(entry));
    }
    values_ = values.count();
    std::ranges::stable_sort(by_precedence_, {}, [&](std::size_t place) { return keys[place]; });
    for (std::size_t rank = 0; rank < by_precedence_.size(); ++rank) ranks_[by_precedence_[rank]] = rank;
}

const std::vector<std::size_t>& BatchEntries::equal_answers(std::size_t place) const {
    return by_digest_.at(entries_[place].input.digest);
}

FoldKey timeless_key(const FoldInput& input) {
    return fold_key(input.batch, 0, 0, Digest());
}

}  // namespace batchstore
