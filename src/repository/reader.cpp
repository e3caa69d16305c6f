#include "repository/clock.hpp"
#include "repository/past_moment.hpp"
#include "repository/rows.hpp"

#include <batchstore/reader.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <utility>

namespace batchstore {

namespace {

std::vector<Observation> observations_then(const BatchReader& reader, std::string_view id,
                                           const GetOptions& options) {
    const auto then = past_moment(
        options.as_of_us, options.as_of_head, [&] { return reader.head(); },
        [&](std::int64_t seq) { return reader.store().entry(seq); });
    std::vector<Observation> known = reader.observations(id);
    if (then) std::erase_if(known, [&](const Observation& entry) { return !then->knew(entry); });
    return known;
}

}  // namespace

std::vector<HistoryEntry> BatchReader::history(std::string_view id, const GetOptions& options) const {
    std::vector<HistoryEntry> history;
    Folding folding;
    Batch state;
    for (Observation& observation : observations_then(*this, id, options)) {
        if (observation.is_absence()) {
            Batch nothing_said{.id = observation.id};
            history.push_back({std::move(observation), std::move(nothing_said), {}, {}});
            continue;
        }
        FoldInput input = fold_input(observation);
        folding.add(input);
        const FoldedState& folded = folding.folded();
        history.push_back({std::move(observation), std::move(input.batch),
                           changed_fields(state, folded.state), changes_between(state, folded.state)});
        state = folded.state;
    }
    return history;
}

std::optional<Observation> BatchReader::last_answer(std::string_view id, const GetOptions& options) const {
    std::vector<Observation> known = observations_then(*this, id, options);
    std::erase_if(known, &Observation::is_absence);
    if (known.empty()) return std::nullopt;
    std::vector<FoldInput> inputs;
    std::ranges::transform(known, std::back_inserter(inputs), fold_input);
    const FoldKey last = fold(inputs).last;
    // Of equal answers of one moment, the one that was logged last.
    for (std::size_t i = inputs.size(); i-- > 0;) {
        if (inputs[i].digest == last.digest && inputs[i].observed_at_us == last.observed_at_us) {
            return std::move(known[i]);
        }
    }
    return std::nullopt;
}

std::int64_t due_at_us(const StoredBatch& batch) {
    const std::int64_t last_seen = batch.last_seen_at_us;
    return last_seen + (last_seen - batch.absent_since_us.value_or(last_seen));
}

Page BatchReader::due(std::chrono::microseconds unseen_for, std::int64_t limit) const {
    const std::int64_t now = now_us();
    return find({.phase = {"waiting", "running", "finalizing", "cancelling"},
                 .last_seen_to_us = now - unseen_for.count() + 1,
                 .where = Condition{.kind = Condition::Kind::test,
                                    .field = "due_at_us",
                                    .comparison = Operator::less_equal,
                                    .values = {now}},
                 .sort = Sort::last_seen,
                 .descending = false,
                 .limit = limit});
}

}  // namespace batchstore
