#include "repository/store/past.hpp"

#include "repository/conditions/fields.hpp"

#include <algorithm>
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

Condition seen(std::string field, Operator comparison, std::int64_t time_us) {
    return {.kind = Condition::Kind::test,
            .field = std::move(field),
            .comparison = comparison,
            .values = {time_us}};
}

}  // namespace

std::optional<PastBatch> past_batch(std::vector<LoggedEntry> entries, std::int64_t as_of_us) {
    std::erase_if(entries, [&](const auto& entry) { return entry.observation.observed_at_us > as_of_us; });
    if (entries.empty()) return std::nullopt;
    std::ranges::sort(entries, {}, [](const auto& entry) { return entry.observation.seq; });
    PastBatch past;
    past.batch.first_seen_at_us = past.batch.last_seen_at_us = entries.front().observation.observed_at_us;
    Folding folding;
    for (const LoggedEntry& entry : entries) {
        const Observation& observation = entry.observation;
        const FoldedState& folded = folding.add({logged_answer(observation).batch(), entry.answer_digest,
                                                 observation.observed_at_us, observation.precedence});
        Batch& state = past.batch;
        if (past.batch.revision == 0 || state != folded.state) ++past.batch.revision;
        state = folded.state;
        past.last = folded.last;
        past.batch.first_seen_at_us = std::min(past.batch.first_seen_at_us, observation.observed_at_us);
        past.batch.last_seen_at_us = std::max(past.batch.last_seen_at_us, observation.observed_at_us);
        ++past.batch.sightings;
        past.sources.push_back(observation.source);
    }
    return past;
}

Condition unseen_since(Condition condition, std::int64_t as_of_us) {
    condition.parts.push_back(seen("last_seen_at_us", Operator::less_equal, as_of_us));
    return condition;
}

Condition may_have_held(Condition condition, std::int64_t as_of_us) {
    Condition seen_since_or_holds{.kind = Condition::Kind::any};
    seen_since_or_holds.parts = {seen("last_seen_at_us", Operator::greater, as_of_us), std::move(condition)};
    Condition may_have;
    may_have.parts = {seen("first_seen_at_us", Operator::less_equal, as_of_us),
                      std::move(seen_since_or_holds)};
    return may_have;
}

bool visit_then(Session& session, const Condition& condition, std::int64_t as_of_us, const BatchRow& row,
                const VisitKeyed& visit) {
    if (row.batch.last_seen_at_us <= as_of_us) return visit(row.batch_key, row.batch);
    const auto past = past_batch(session.entries_of(row.batch_key), as_of_us);
    return !past || !matches(condition, past->batch, past->sources) || visit(row.batch_key, past->batch);
}

namespace {

/// Calls `visit` with every batch for which a condition held and that was seen both before and after a time,
/// in no particular order.
void each_seen_since(Session& session, const Condition& condition, std::int64_t as_of_us,
                     const std::function<void(std::int64_t batch_key, PastBatch)>& visit) {
    session.each_seen_around(as_of_us, [&](std::int64_t batch_key) {
        auto past = past_batch(session.entries_of(batch_key), as_of_us);
        if (past && matches(condition, past->batch, past->sources)) visit(batch_key, *std::move(past));
    });
}

}  // namespace

std::int64_t past_count(Session& session, const Condition& condition, std::int64_t as_of_us) {
    std::int64_t count = session.count(unseen_since(condition, as_of_us));
    each_seen_since(session, condition, as_of_us, [&](std::int64_t, const PastBatch&) { ++count; });
    return count;
}

RowPage past_page(Session& session, const Query& query, const Condition& condition,
                  const std::optional<PagePosition>& after, std::size_t wanted) {
    const std::int64_t as_of_us = query.as_of_us.value();
    FirstRows first(query, after, wanted + 1);
    for (BatchRow& row : session.page(query, unseen_since(condition, as_of_us), after, wanted + 1).rows) {
        first.add(std::move(row));
    }
    each_seen_since(session, condition, as_of_us, [&](std::int64_t batch_key, PastBatch past) {
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

QueryPlan past_plan(Session& session, const Query& query, const Condition& condition) {
    QueryPlan plan = session.plan(query, unseen_since(condition, query.as_of_us.value()));
    plan.steps.emplace_back(
        "folds the batches that were seen after that time again, from the answers up to it, tests them, "
        "and puts those that match in their places");
    plan.caution += plan.caution.empty() ? "" : "; ";
    plan.caution += "the answers about every batch that was seen after that time are read for each page";
    return plan;
}

}  // namespace batchstore
