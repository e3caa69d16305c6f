#include "repository/conditions/of_query.hpp"
#include "sqlite/asking/as_of.hpp"
#include "sqlite/asking/page_rows.hpp"
#include "sqlite/rows/scan.hpp"
#include "sqlite/session.hpp"

#include <algorithm>
#include <limits>
#include <utility>

/// Questions about many batches.
namespace batchstore::sqlite {

namespace {

constexpr std::int64_t most_on_a_page = 1'000;

const auto the_query = [] { return "the query"; };

/// @throws Error{invalid} as `find`
std::optional<PagePosition> position_of(const Query& query, std::string_view fingerprint) {
    if (query.limit < 1 || query.limit > most_on_a_page) {
        throw Error(ErrorKind::invalid, fmt::format("limit {}: a page has 1 to 1,000 batches", query.limit));
    }
    return query.after.empty() ? std::nullopt : std::optional(read_page_token(query.after, fingerprint));
}

}  // namespace

Page Session::find(const Query& query) const {
    const Condition condition = condition_of(query);
    const std::string fingerprint = batchstore::fingerprint(query, condition);
    const auto after = position_of(query, fingerprint);
    const auto limit = static_cast<std::size_t>(query.limit);
    return reading(the_query, [&] {
        std::vector<BatchRow> rows;
        if (query.as_of_us) {
            rows = past_page_rows(connection_, states_, log_, query, condition, after, limit + 1);
        } else {
            rows = page_rows(connection_, states_, PagePlan(query, condition), after, limit + 1);
        }
        Page page;
        if (rows.size() > limit) {
            rows.pop_back();
            const BatchRow& last = rows.back();
            page.next = page_token({sort_value(last.batch, query.sort), last.batch_key}, fingerprint);
        }
        if (!query.as_of_us) {
            states_.load_children(rows);
        }
        page.batches.reserve(rows.size());
        for (BatchRow& row : rows) {
            page.batches.push_back(std::move(row.batch));
        }
        return page;
    });
}

QueryPlan Session::explain(const Query& query) const {
    Condition condition = condition_of(query);
    position_of(query, fingerprint(query, condition));
    return reading(the_query, [&] {
        if (!query.as_of_us) {
            return described(connection_, states_, PagePlan(query, std::move(condition)));
        }
        QueryPlan plan =
            described(connection_, states_, PagePlan(query, unseen_since(condition, *query.as_of_us)));
        plan.steps.emplace_back(
            "folds the batches that were seen after that time again, from the answers up to it, tests them, "
            "and puts those that match in their places");
        plan.caution += plan.caution.empty() ? "" : "; ";
        plan.caution += "the answers about every batch that was seen after that time are read for each page";
        return plan;
    });
}

std::int64_t Session::count(const Query& query) const {
    const Condition condition = condition_of(query);
    return reading(the_query, [&] {
        if (!query.as_of_us) {
            return count_now(condition);
        }
        std::int64_t count = count_now(unseen_since(condition, *query.as_of_us));
        each_seen_since(connection_, log_, condition, *query.as_of_us, [&](const PastBatch&) { ++count; });
        return count;
    });
}

std::int64_t Session::count_now(const Condition& condition) const {
    const std::vector<KeySource> sources = key_sources(condition);
    for (const KeySource& source : sources) {
        if (source.exact && source.answered.size() == condition.parts.size()) {
            SqlText keys{"SELECT count(*) FROM (SELECT DISTINCT batch_key FROM ("};
            return counted(states_, (keys += source.keys) += "))");
        }
    }
    const SqlText among = among_fewest(sources);
    SqlText statement{"SELECT count(*) FROM batches AS b "};
    statement += among.sql.empty() ? "WHERE " : "NOT INDEXED WHERE ";
    return counted(states_, (statement += among) += sql_of(condition));
}

SqlText Session::among_fewest(const std::vector<KeySource>& sources) const {
    const Fewest candidates = fewest(states_, sources, Effort().many);
    if (candidates.source == nullptr) {
        return {};
    }
    SqlText among{"b.batch_key IN ("};
    return (among += candidates.source->keys) += ") AND ";
}

void Session::each_batch(const std::function<bool(const StoredBatch&)>& visit, const Query& query) const {
    each_keyed([&](std::int64_t, const StoredBatch& batch) { return visit(batch); }, query);
}

void Session::each_batch_by_id(const std::function<bool(const StoredBatch&)>& visit,
                               const Query& query) const {
    const Condition condition = condition_of(query);
    Query walk = query;
    walk.sort = Sort::id;
    walk.descending = false;
    const auto visit_row = [&](const BatchRow& row) {
        if (!query.as_of_us) return visit(row.batch);
        return visit_then(log_, condition, *query.as_of_us, row,
                          [&](std::int64_t, const StoredBatch& batch) { return visit(batch); });
    };
    reading([] { return "the batches"; },
            [&] {
                // All of the order is walked, so that no part of it takes too long.
                const Effort unhurried{.instructions = std::numeric_limits<int>::max()};
                const PagePlan plan(walk,
                                    query.as_of_us ? may_have_held(condition, *query.as_of_us) : condition);
                std::optional<PagePosition> after;
                std::vector<BatchRow> rows;
                do {
                    rows = page_rows(connection_, states_, plan, after, most_on_a_page, unhurried);
                    states_.load_children(rows);
                    for (const BatchRow& row : rows) {
                        if (!visit_row(row)) return;
                        after = PagePosition{row.batch.id, row.batch_key};
                    }
                } while (rows.size() == most_on_a_page);
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
                    scan_past_batches(connection_, log_, condition, *query.as_of_us, visit);
                    return;
                }
                SqlText where = among_fewest(key_sources(condition));
                scan_batches(
                    connection_, [&](const BatchRow& row) { return visit(row.batch_key, row.batch); },
                    where += sql_of(condition), wanted);
            });
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
