#include "repository/clock.hpp"
#include "repository/past_moment.hpp"
#include "repository/rows.hpp"

#include <batchstore/error.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <unordered_map>
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

namespace {

/// What the log has made of one batch so far.
class BatchStory {
public:
    HistoryEntry add(const Observation& observation) {
        if (observation.is_absence()) return {observation, Batch{.id = observation.id}, {}, {}};
        const Batch before = folding_.folded().state;
        FoldInput input = fold_input(observation);
        folding_.add(input);
        const Batch& after = folding_.folded().state;
        ++answers_;
        return {observation, std::move(input.batch), changed_fields(before, after),
                changes_between(before, after)};
    }

    /// The same without telling what it did.
    void pass(const Observation& observation) {
        if (observation.is_absence()) return;
        folding_.add(fold_input(observation));
        ++answers_;
    }

    std::size_t answers() const { return answers_; }

private:
    Folding folding_;
    std::size_t answers_ = 0;
};

/// The batches that a walk through the log has met, as long as they are not many.
class Stories {
public:
    explicit Stories(const BatchReader& moment) : moment_(moment) {}

    HistoryEntry add(const Observation& observation) {
        if (observation.pruned() || observation.is_act()) return {observation, {}, {}, {}};
        if (answers_ > most_answers) forget();
        const auto [found, is_new] = stories_.try_emplace(observation.id);
        BatchStory& story = found->second;
        // What was inserted has nothing before it.
        if (is_new && observation.verdict != Verdict::inserted) {
            for (const Observation& entry : moment_.observations(observation.id)) {
                if (entry.seq < observation.seq) story.pass(entry);
            }
            answers_ += story.answers();
        }
        ++answers_;
        return story.add(observation);
    }

    /// The same of an entry of which nobody wants to know.
    void pass(const Observation& observation) {
        const auto found = stories_.find(observation.id);
        if (found == stories_.end()) return;
        ++answers_;
        found->second.pass(observation);
    }

private:
    static constexpr std::size_t most_answers = 5'000;  // some megabytes

    void forget() {
        stories_.clear();
        answers_ = 0;
    }

    const BatchReader& moment_;
    std::unordered_map<std::string, BatchStory> stories_;
    std::size_t answers_ = 0;
};

}  // namespace

std::vector<HistoryEntry> BatchReader::history(std::string_view id, const GetOptions& options) const {
    std::vector<HistoryEntry> history;
    BatchStory story;
    for (const Observation& observation : observations_then(*this, id, options)) {
        history.push_back(story.add(observation));
    }
    return history;
}

void BatchReader::each_change(const std::function<bool(const HistoryEntry&)>& visit, std::int64_t after_seq,
                              const std::function<bool(const Observation&)>& wanted) const {
    snapshot([&](const BatchReader& moment) {
        Stories stories(moment);
        moment.store().each_observation(
            [&](const Observation& entry) {
                if (!wanted || wanted(entry)) return visit(stories.add(entry));
                stories.pass(entry);
                return true;
            },
            after_seq);
    });
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
    const std::array<Query, 2> queries =
        due_queries({.last_seen_to_us = now - unseen_for.count() + 1, .limit = limit}, now);
    Page due;
    snapshot([&](const BatchReader& moment) {
        due = moment.find(queries.front());
        if (!due.next.empty()) return;
        Query rest = queries.back();
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
