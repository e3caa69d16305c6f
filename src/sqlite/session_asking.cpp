#include "sqlite/as_of.hpp"
#include "sqlite/late_indexes.hpp"
#include "sqlite/page_plan.hpp"
#include "sqlite/scan.hpp"
#include "sqlite/session.hpp"

#include <algorithm>
#include <utility>

/// Questions about many batches.
namespace batchstore::sqlite {

namespace {

constexpr std::int64_t most_on_a_page = 1'000;

const auto the_query = [] { return "the query"; };

}  // namespace

std::int64_t Session::run_count(const SqlText& statement) const {
    Run run = states_.prepared(statement.sql).run();
    statement.bind(run);
    run.next();
    return run.value<std::int64_t>();
}

PagePlan Session::plan(const Query& query, Condition condition) const {
    return {query, std::move(condition), [&](const SqlText& statement) { return run_count(statement); }};
}

Page Session::find(const Query& query) const {
    if (query.limit < 1 || query.limit > most_on_a_page) {
        throw Error(ErrorKind::invalid, fmt::format("limit {}: a page has 1 to 1,000 batches", query.limit));
    }
    Condition condition = condition_of(query);
    const std::string fingerprint = batchstore::fingerprint(query, condition);
    const auto after =
        query.after.empty() ? std::nullopt : std::optional(read_page_token(query.after, fingerprint));
    return reading(the_query, [&] {
        return query.as_of_us ? find_past_batches(connection_, query, condition, after, fingerprint)
                              : page_of(plan(query, std::move(condition)), query, after, fingerprint);
    });
}

Page Session::page_of(const PagePlan& plan, const Query& query, const std::optional<PagePosition>& after,
                      std::string_view fingerprint) const {
    const auto rows_of = [&](bool hinted) {
        std::vector<BatchRow> rows;
        const auto wanted = static_cast<std::size_t>(query.limit) + 1;
        rows.reserve(wanted);
        for (const SqlText& statement : plan.statements(after, hinted)) {
            if (rows.size() < wanted) {
                states_.load_page(statement, static_cast<std::int64_t>(wanted - rows.size()), rows);
            }
        }
        return rows;
    };
    std::vector<BatchRow> rows;
    try {
        rows = rows_of(true);
    } catch (const SQLite::Exception&) {
        // During a bulk load there are few indexes.
        if (!owes_indexes(connection_)) {
            throw;
        }
        rows = rows_of(false);
    }
    Page page;
    if (rows.size() > static_cast<std::size_t>(query.limit)) {
        rows.pop_back();
        const BatchRow& last = rows.back();
        page.next = page_token({sort_value(last.batch, query.sort), last.batch_key}, fingerprint);
    }
    states_.load_children(rows);
    page.batches.reserve(rows.size());
    for (BatchRow& row : rows) {
        page.batches.push_back(std::move(row.batch));
    }
    return page;
}

QueryPlan Session::explain(const Query& query) const {
    Condition condition = condition_of(query);
    if (query.as_of_us) {
        return {.steps = {"folds every batch again from the answers that were observed up to then",
                          "tests each of them for all that is asked", "keeps the first of them in order"},
                .caution = "the whole log is read",
                .backend = {}};
    }
    return reading(the_query, [&] {
        const PagePlan chosen = plan(query, std::move(condition));
        QueryPlan described = chosen.described();
        for (const SqlText& statement : chosen.statements(std::nullopt)) {
            Prepared explained(connection_.database(), "EXPLAIN QUERY PLAN " + statement.sql);
            Run run = explained.run();
            statement.bind(run);
            run.bind(query.limit);
            while (run.next()) {
                for (int skipped = 0; skipped < 3; ++skipped) {
                    run.value<std::int64_t>();
                }
                described.backend.push_back(run.value<std::string>());
            }
        }
        return described;
    });
}

std::int64_t Session::count(const Query& query) const {
    const Condition condition = condition_of(query);
    return reading(the_query, [&] {
        if (query.as_of_us) {
            std::int64_t matching = 0;
            scan_past_batches(connection_, *query.as_of_us, [&](const PastBatch& past) {
                matching += matches(condition, past.batch, past.sources) ? 1 : 0;
                return true;
            });
            return matching;
        }
        SqlText statement{"SELECT count(*) FROM batches AS b WHERE "};
        std::vector<const Condition*> parts;
        for (const Condition& part : condition.parts) {
            parts.push_back(&part);
        }
        return run_count(statement += sql_of_all(parts));
    });
}

void Session::each_batch(const std::function<bool(const StoredBatch&)>& visit, const Query& query) const {
    each_keyed([&](std::int64_t, const StoredBatch& batch) { return visit(batch); }, query);
}

void Session::each_batch_by_id(const std::function<bool(const StoredBatch&)>& visit,
                               const Query& query) const {
    const Condition condition = condition_of(query);
    // All that was known in the past is known now.
    Query walk = query.as_of_us ? Query{} : query;
    walk.sort = Sort::id;
    walk.descending = false;
    walk.limit = most_on_a_page;
    const Condition walked = condition_of(walk);
    const std::string mark = fingerprint(walk, walked);
    const auto visit_one = [&](const StoredBatch& batch) {
        if (!query.as_of_us) return visit(batch);
        const auto past = past_batch(entries_of(batch.id), *query.as_of_us);
        return !past || !matches(condition, past->batch, past->sources) || visit(past->batch);
    };
    reading([] { return "the batches"; },
            [&] {
                const PagePlan chosen = plan(walk, walked);
                std::optional<PagePosition> after;
                do {
                    const Page page = page_of(chosen, walk, after, mark);
                    if (!std::all_of(page.batches.begin(), page.batches.end(), visit_one)) return;
                    after =
                        page.next.empty() ? std::nullopt : std::optional(read_page_token(page.next, mark));
                } while (after);
            });
}

void Session::each_history(const VisitHistory& visit, const Query& query) const {
    std::vector<Observation> history;
    each_keyed(
        [&](std::int64_t batch_key, const StoredBatch& batch) {
            history.clear();
            for (LogTable::Entry& entry : log_.entries_of(batch_key)) {
                if (!query.as_of_us || entry.observation.observed_at_us <= *query.as_of_us) {
                    history.push_back(std::move(entry.observation));
                }
            }
            std::sort(history.begin(), history.end(),
                      [](const Observation& a, const Observation& b) { return a.seq < b.seq; });
            return visit(batch, history);
        },
        query);
}

void Session::each_keyed(const VisitKeyed& visit, const Query& query) const {
    const Condition condition = condition_of(query);
    const WantedFields wanted(query.only);
    reading([] { return "the batches"; },
            [&] {
                if (query.as_of_us) {
                    scan_past_batches(connection_, *query.as_of_us, [&](const PastBatch& past) {
                        return !matches(condition, past.batch, past.sources) ||
                               visit(past.batch_key, past.batch);
                    });
                    return;
                }
                const PagePlan chosen = plan(query, condition);
                if (!chosen.candidates().sql.empty()) {
                    each_candidate(chosen, visit);
                    return;
                }
                scan_batches(
                    connection_, [&](const BatchRow& row) { return visit(row.batch_key, row.batch); },
                    sql_of(condition), wanted);
            });
}

void Session::each_candidate(const PagePlan& plan, const VisitKeyed& visit) const {
    SqlText keys{"SELECT b.batch_key FROM batches AS b NOT INDEXED WHERE b.batch_key IN ("};
    ((keys += plan.candidates()) += ") AND ") += sql_of(plan.condition());
    std::vector<BatchRow> rows;
    states_.load_page(keys += " ORDER BY b.batch_key LIMIT ?", PagePlan::most_candidates, rows);
    states_.load_children(rows);
    for (const BatchRow& row : rows) {
        if (!visit(row.batch_key, row.batch)) {
            return;
        }
    }
}

void Session::snapshot(const std::function<void(const BatchRepository&)>& work) const {
    reading([] { return "a moment of the store"; }, [&] { work(*this); });
}

std::vector<std::string> Session::sources() const {
    return reading([] { return "the sources"; },
                   [&] {
                       // Each is found behind the one before it, in the index.
                       Prepared next(connection_.database(),
                                     "SELECT min(source) FROM observations WHERE source > ?");
                       Prepared first(connection_.database(), "SELECT min(source) FROM observations");
                       std::vector<std::string> sources;
                       std::optional<std::string> source;
                       {
                           Run run = first.run();
                           run.next();
                           source = run.value<std::optional<std::string>>();
                       }
                       while (source) {
                           Run run = next.run();
                           run.bind(sources.emplace_back(*source)).next();
                           source = run.value<std::optional<std::string>>();
                       }
                       return sources;
                   });
}

}  // namespace batchstore::sqlite
