#include "repository/clock.hpp"
#include "repository/past_moment.hpp"
#include "repository/rows.hpp"

#include <batchstore/error.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <array>
#include <iterator>
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

std::array<Query, 2> due_queries(Query asked, std::int64_t now_us) {
    constexpr std::int64_t second_us = 1'000'000;
    if (std::ranges::find(asked.phase, "ended") != asked.phase.end()) {
        throw Error(ErrorKind::invalid, "what has ended is not due");
    }
    if (asked.phase.empty()) asked.phase = {"waiting", "running", "finalizing", "cancelling"};
    const auto until = [](std::string field, std::int64_t time) {
        return Condition{.kind = Condition::Kind::test,
                         .field = std::move(field),
                         .comparison = Operator::less_equal,
                         .values = {time}};
    };
    const Condition past = until("expires_at", now_us / second_us);
    const auto query = [&](Condition expiry, Sort sort, bool descending) {
        Condition all;
        all.parts = {until("due_at_us", now_us), std::move(expiry)};
        if (asked.where) all.parts.push_back(*asked.where);
        Query due = asked;
        due.where = std::move(all);
        due.sort = sort;
        due.descending = descending;
        due.after.clear();
        return due;
    };
    return {query({.kind = Condition::Kind::negation, .parts = {past}}, Sort::last_seen, false),
            query(past, Sort::expires, true)};
}

Page BatchReader::due(std::chrono::microseconds unseen_for, std::int64_t limit) const {
    const std::int64_t now = now_us();
    const auto [in_time, past] =
        due_queries({.last_seen_to_us = now - unseen_for.count() + 1, .limit = limit}, now);
    Page due;
    snapshot([&](const BatchReader& moment) {
        due = moment.find(in_time);
        if (!due.next.empty()) return;
        Query rest = past;
        rest.limit = limit - static_cast<std::int64_t>(due.batches.size());
        if (rest.limit == 0) {
            rest.limit = 1;
            if (!moment.find(rest).batches.empty()) due.next = "more";
            return;
        }
        Page behind = moment.find(rest);
        std::ranges::move(behind.batches, std::back_inserter(due.batches));
        due.next = std::move(behind.next);
    });
    return due;
}

}  // namespace batchstore
