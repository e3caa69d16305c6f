#include "repository/checking/verify.hpp"
#include "repository/conditions/of_query.hpp"
#include "repository/store/repository.hpp"

#include <fmt/format.h>

/// The calls that read a store.
namespace batchstore {

namespace {

constexpr std::int64_t most_on_a_page = 1'000;

const auto the_query = [] { return std::string("the query"); };
const auto the_batches = [] { return std::string("the batches"); };

/// Says which batch was asked for.
auto about(std::string_view id) {
    return [id] { return fmt::format("batch {}", id); };
}

/// @throws Error{invalid} as `find`
std::optional<PagePosition> position_of(const Query& query, std::string_view fingerprint) {
    if (query.limit < 1 || query.limit > most_on_a_page) {
        throw Error(ErrorKind::invalid, fmt::format("limit {}: a page has 1 to 1,000 batches", query.limit));
    }
    return query.after.empty() ? std::nullopt : std::optional(read_page_token(query.after, fingerprint));
}

std::vector<Observation> in_order(std::vector<LoggedEntry> entries) {
    sort_as_logged(entries);
    std::vector<Observation> observations;
    observations.reserve(entries.size());
    for (LoggedEntry& entry : entries) observations.push_back(std::move(entry.observation));
    return observations;
}

}  // namespace

std::optional<StoredBatch> StoreRepository::get(std::string_view id, const GetOptions& options) const {
    return reading(about(id), [&](Session& session) -> std::optional<StoredBatch> {
        const auto then = moment_of(session, options);
        StoredBatch batch = session.load(std::string(id));
        if (batch.id.empty()) return std::nullopt;
        if (!then || then->knew_all_of(batch)) return batch;
        const auto standing = session.find(batch.id);
        auto past = past_batch(session.entries_of(standing.value().batch_key), *then);
        return past ? std::optional(std::move(past->batch)) : std::nullopt;
    });
}

std::vector<Observation> StoreRepository::observations(std::string_view id) const {
    return reading(about(id), [&](Session& session) {
        const auto standing = session.find(std::string(id));
        return standing ? in_order(session.entries_of(standing->batch_key)) : std::vector<Observation>();
    });
}

Page StoreRepository::find(const Query& query) const {
    const Condition condition = condition_of(query);
    const std::string fingerprint = batchstore::fingerprint(query, condition);
    const auto after = position_of(query, fingerprint);
    const auto limit = static_cast<std::size_t>(query.limit);
    return reading(the_query, [&](Session& session) {
        const auto then = moment_of(session, query);
        RowPage found = then ? past_page(session, query, condition, *then, after, limit)
                             : session.page(query, condition, after, limit);
        Page page;
        if (found.more) {
            const BatchRow& last = found.rows.back();
            page.next = page_token({sort_value(last.batch, query.sort), last.batch_key}, fingerprint);
        }
        page.batches.reserve(found.rows.size());
        for (BatchRow& row : found.rows) page.batches.push_back(std::move(row.batch));
        return page;
    });
}

QueryPlan StoreRepository::explain(const Query& query) const {
    const Condition condition = condition_of(query);
    position_of(query, fingerprint(query, condition));
    return reading(the_query, [&](Session& session) {
        const auto then = moment_of(session, query);
        return then ? past_plan(session, query, condition, *then) : session.plan(query, condition);
    });
}

std::int64_t StoreRepository::count(const Query& query) const {
    const Condition condition = condition_of(query);
    return reading(the_query, [&](Session& session) {
        const auto then = moment_of(session, query);
        return then ? past_count(session, condition, *then) : session.count(condition);
    });
}

Head StoreRepository::head() const {
    return reading([] { return std::string("the log"); },
                   [](Session& session) { return session.tail().head; });
}

void StoreRepository::snapshot(const std::function<void(const BatchReader&)>& work) const {
    reading([] { return std::string("a moment of the store"); },
            [&](Session& session) {
                work(StoreRepository(session));
                return true;
            });
}

void StoreRepository::each_batch(const VisitBatch& visit, const Query& query, WalkOrder order) const {
    if (order == WalkOrder::id) {
        each_by_id(visit, query);
    } else {
        each_keyed([&](std::int64_t, StoredBatch& batch) { return visit(batch); }, query);
    }
}

void StoreRepository::each_by_id(const VisitBatch& visit, const Query& query) const {
    const Condition condition = condition_of(query);
    Query walk = query;
    walk.sort = Sort::id;
    walk.descending = false;
    const auto visit_keyed = [&](std::int64_t, StoredBatch& batch) { return visit(batch); };
    reading(the_batches, [&](Session& session) {
        const auto then = moment_of(session, query);
        const Condition wanted = then ? may_have_held(condition, *then) : condition;
        std::optional<PagePosition> after;
        RowPage page;
        do {
            page = session.page(walk, wanted, after, most_on_a_page, true);
            for (BatchRow& row : page.rows) {
                after = PagePosition{row.batch.id, row.batch_key};
                const bool goes_on =
                    then ? visit_then(session, condition, *then, row, visit_keyed) : visit(row.batch);
                if (!goes_on) return false;
            }
        } while (page.more);
        return true;
    });
}

void StoreRepository::each_keyed(const VisitKeyed& visit, const Query& query) const {
    const Condition condition = condition_of(query);
    const WantedFields wanted(query.only);
    reading(the_batches, [&](Session& session) {
        if (const auto then = moment_of(session, query)) {
            session.each_row([&](BatchRow& row) { return visit_then(session, condition, *then, row, visit); },
                             may_have_held(condition, *then));
        } else {
            session.each_row([&](BatchRow& row) { return visit(row.batch_key, row.batch); }, condition,
                             wanted);
        }
        return true;
    });
}

void StoreRepository::each_history(const VisitHistory& visit, const Query& query) const {
    reading(the_batches, [&](Session& session) {
        const auto then = moment_of(session, query);
        const auto visit_keyed = [&](std::int64_t batch_key, const StoredBatch& batch) {
            std::vector<Observation> history = in_order(session.entries_of(batch_key));
            if (then) std::erase_if(history, [&](const Observation& entry) { return !then->knew(entry); });
            return visit(batch, history);
        };
        StoreRepository(session).each_keyed(visit_keyed, query);
        return true;
    });
}

void StoreRepository::each_observation(const VisitEntry& visit, std::int64_t after_seq) const {
    reading([] { return std::string("the log"); },
            [&](Session& session) {
                session.each_entry(after_seq, [&](const Observation& entry) { return visit(entry); });
                return true;
            });
}

void StoreRepository::each_entry_time(const VisitEntry& visit, std::int64_t after_seq) const {
    reading([] { return std::string("the log"); },
            [&](Session& session) {
                session.each_entry_time(after_seq, visit);
                return true;
            });
}

std::optional<Observation> StoreRepository::entry(std::int64_t seq) const {
    return reading([&] { return fmt::format("entry {} of the log", seq); },
                   [&](Session& session) { return session.entry(seq); });
}

std::vector<std::string> StoreRepository::ids_with_prefix(std::string_view prefix, std::int64_t limit) const {
    return reading([&] { return fmt::format("the ids that begin with {}", prefix); },
                   [&](Session& session) { return session.ids_with_prefix(prefix, limit); });
}

std::vector<std::string> StoreRepository::sources() const {
    return reading([] { return std::string("the sources"); },
                   [](Session& session) { return session.sources(); });
}

Verification StoreRepository::verify(const VerifyOptions& options) const {
    if (sessions_) return batchstore::verify(*sessions_, options);
    return with_session([&](Session& session) { return batchstore::verify(session, options); });
}

StoreInfo StoreRepository::info() const {
    return reading([] { return std::string("the facts about the store"); },
                   [](Session& session) { return session.info(); });
}

}  // namespace batchstore
