#include "repository/store/past.hpp"

#include "repository/absence_times.hpp"
#include "repository/conditions/fields.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace batchstore {

namespace {

/// Keeps the first of the rows that it is given, in the order of a query.
class FirstRows {
public:
    FirstRows(const Query& query, const std::optional<PagePosition>& after, std::size_t wanted)
        : sort_(query.sort), wanted_(wanted), rows_(Before{query.descending}) {
        if (after) after_ = Place(after->sort_value, after->batch_key);
    }

    void add(BatchRow row) {
        Place place(sort_value(row.batch, sort_), row.batch_key);
        if (after_ && !rows_.key_comp()(*after_, place)) return;
        rows_.emplace(std::move(place), std::move(row));
        if (rows_.size() > wanted_) rows_.erase(std::prev(rows_.end()));
    }

    std::vector<BatchRow> take() {
        std::vector<BatchRow> rows;
        for (auto& [place, row] : rows_) rows.push_back(std::move(row));
        return rows;
    }

private:
    using Place = std::pair<std::optional<FieldValue>, std::int64_t>;
    struct Before {
        bool descending;
        bool operator()(const Place& a, const Place& b) const { return descending ? b < a : a < b; }
    };

    Sort sort_;
    std::size_t wanted_;
    std::optional<Place> after_;
    std::map<Place, BatchRow, Before> rows_;
};

/// Folds the entries of one batch in the order of the log.
class PastFold {
public:
    void add(const LoggedEntry& entry) {
        const Observation& observation = entry.observation;
        const std::int64_t at = observation.observed_at_us;
        StoredBatch& batch = past_.batch;
        batch.last_seen_at_us = past_.sources.empty() ? at : std::max(batch.last_seen_at_us, at);
        ++batch.sightings;
        past_.sources.push_back(observation.source);
        if (observation.is_absence()) {
            times_.add_absence(at);
        } else {
            add_answer(entry);
        }
    }

    /// @returns nothing if there was no answer
    std::optional<PastBatch> take() {
        if (past_.batch.revision == 0) return std::nullopt;
        static_cast<Batch&>(past_.batch) = folding_.folded().state;
        past_.last = folding_.folded().last;
        past_.batch.changed_at_us = folding_.changed_at_us();
        past_.batch.last_answered_at_us = times_.last_answer_us();
        past_.batch.absent_since_us = times_.absent_since_us();
        return std::move(past_);
    }

private:
    void add_answer(const LoggedEntry& entry) {
        const std::int64_t at = entry.observation.observed_at_us;
        StoredBatch& batch = past_.batch;
        const bool changed =
            folding_.add({logged_answer(entry.observation).batch(), entry.answer_digest.value_or(Digest()),
                          at, entry.observation.precedence});
        batch.first_seen_at_us = batch.revision == 0 ? at : std::min(batch.first_seen_at_us, at);
        if (changed) ++batch.revision;
        times_.add_answer(at);
    }

    PastBatch past_;
    Folding folding_;
    AbsenceTimes times_;
};

Condition seen(std::string field, Operator comparison, std::int64_t time_us) {
    return {.kind = Condition::Kind::test,
            .field = std::move(field),
            .comparison = comparison,
            .values = {time_us}};
}

}  // namespace

std::optional<PastBatch> past_batch(std::vector<LoggedEntry> entries, const PastMoment& then) {
    std::erase_if(entries, [&](const auto& entry) { return !then.knew(entry.observation); });
    sort_as_logged(entries);
    PastFold fold;
    for (const LoggedEntry& entry : entries) fold.add(entry);
    return fold.take();
}

namespace {

/// A condition that also wants batches that were not seen after a time: of them, today's state is the past
/// one.
Condition unseen_since(Condition condition, std::int64_t time_us) {
    condition.parts.push_back(seen("last_seen_at_us", Operator::less_equal, time_us));
    return condition;
}

/// What a condition wants of ids, which no state changes.
Condition wanted_ids(const Condition& condition) {
    Condition ids;
    std::ranges::copy_if(condition.parts, std::back_inserter(ids.parts),
                         [](const Condition& part) { return part.field == "id"; });
    return ids;
}

}  // namespace

Condition may_have_held(Condition condition, const PastMoment& then) {
    if (!then.time_us()) return wanted_ids(condition);
    Condition seen_since_or_holds{.kind = Condition::Kind::any};
    seen_since_or_holds.parts = {seen("last_seen_at_us", Operator::greater, *then.time_us()),
                                 std::move(condition)};
    Condition may_have;
    may_have.parts = {seen("first_seen_at_us", Operator::less_equal, *then.time_us()),
                      std::move(seen_since_or_holds)};
    return may_have;
}

bool visit_then(Session& session, const Condition& condition, const PastMoment& then, BatchRow& row,
                const VisitKeyed& visit) {
    if (then.knew_all_of(row.batch)) return visit(row.batch_key, row.batch);
    auto past = past_batch(session.entries_of(row.batch_key), then);
    return !past || !matches(condition, past->batch, past->sources) || visit(row.batch_key, past->batch);
}

namespace {

/// Calls `visit` with every batch for which a condition held and that may have been another then than it is
/// now, in no particular order.
void each_refolded(Session& session, const Condition& condition, const PastMoment& then,
                   const std::function<void(std::int64_t batch_key, PastBatch)>& visit) {
    const auto refold = [&](std::int64_t batch_key) {
        auto past = past_batch(session.entries_of(batch_key), then);
        if (past && matches(condition, past->batch, past->sources)) visit(batch_key, *std::move(past));
    };
    if (then.time_us()) {
        session.each_seen_around(*then.time_us(), refold);
        return;
    }
    const auto refold_row = [&](const BatchRow& row) {
        refold(row.batch_key);
        return true;
    };
    session.each_row(refold_row, may_have_held(condition, then),
                     WantedFields(std::vector<std::string>{"id"}));
}

}  // namespace

std::int64_t past_count(Session& session, const Condition& condition, const PastMoment& then) {
    std::int64_t count = then.time_us() ? session.count(unseen_since(condition, *then.time_us())) : 0;
    each_refolded(session, condition, then, [&](std::int64_t, const PastBatch&) { ++count; });
    return count;
}

RowPage past_page(Session& session, const Query& query, const Condition& condition, const PastMoment& then,
                  const std::optional<PagePosition>& after, std::size_t wanted) {
    FirstRows first(query, after, wanted + 1);
    if (then.time_us()) {
        const Condition unseen = unseen_since(condition, *then.time_us());
        for (BatchRow& row : session.page(query, unseen, after, wanted + 1).rows) first.add(std::move(row));
    }
    each_refolded(session, condition, then, [&](std::int64_t batch_key, PastBatch past) {
        BatchRow row;
        row.batch_key = batch_key;
        row.batch = std::move(past.batch);
        first.add(std::move(row));
    });
    RowPage page{.rows = first.take()};
    page.more = page.rows.size() > wanted;
    page.rows.resize(std::min(page.rows.size(), wanted));
    return page;
}

QueryPlan past_plan(Session& session, const Query& query, const Condition& condition,
                    const PastMoment& then) {
    if (!then.time_us()) {
        return {
            .steps = {"folds every batch again, from the answers that were recorded by then, tests it, and "
                      "puts those that match in their places"},
            .caution = "the answers about every batch are read for each page"};
    }
    QueryPlan plan = session.plan(query, unseen_since(condition, *then.time_us()));
    plan.steps.emplace_back(
        "folds the batches that were seen after that time again, from the answers up to it, tests them, "
        "and puts those that match in their places");
    plan.caution += plan.caution.empty() ? "" : "; ";
    plan.caution += "the answers about every batch that was seen after that time are read for each page";
    return plan;
}

}  // namespace batchstore
