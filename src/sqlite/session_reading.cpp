#include "model/fold.hpp"
#include "sqlite/scan.hpp"
#include "sqlite/session.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

/// The condition of a query as SQL, and its values in the order of their marks.
struct Condition {
    explicit Condition(const Query& query) : query_(query) {
        if (!query.status.empty()) {
            add(fmt::format("status IN ({})", placeholders(query.status.size())));
        }
        if (query.created_from) {
            add("created_at >= ?");
        }
        if (query.created_to) {
            add("created_at < ?");
        }
    }

    void bind(Run& run) const {
        for (const std::string& status : query_.status) {
            run.bind(status);
        }
        if (query_.created_from) {
            run.bind(*query_.created_from);
        }
        if (query_.created_to) {
            run.bind(*query_.created_to);
        }
    }

    std::string sql;

private:
    void add(const std::string& part) { sql += (sql.empty() ? " WHERE " : " AND ") + part; }

    const Query& query_;
};

}  // namespace

template <class What, class Work>
auto Session::reading(const What& what, Work&& work) const {
    const auto where = [&] { return fmt::format("{}: {}", connection_.location(), what()); };
    return translating(where, [&] {
        const Transaction moment(connection_, Transaction::Mode::read);
        return work();
    });
}

std::optional<StoredBatch> Session::get(std::string_view id) const {
    return reading([&] { return fmt::format("batch {}", id); },
                   [&]() -> std::optional<StoredBatch> {
                       StoredBatch batch = load_known(std::string(id));
                       return batch.id.empty() ? std::nullopt : std::optional(std::move(batch));
                   });
}

std::optional<Observation> Session::last_answer(std::string_view id) const {
    return reading([&] { return fmt::format("batch {}", id); },
                   [&]() -> std::optional<Observation> {
                       const auto standing = find_known(std::string(id));
                       if (!standing) {
                           return std::nullopt;
                       }
                       std::optional<Observation> last;
                       for (LogTable::Entry& entry : log_.entries_of(standing->batch_key)) {
                           if (entry.answer_digest == standing->last.digest &&
                               entry.observation.observed_at_us == standing->last.observed_at_us) {
                               last = std::move(entry.observation);
                           }
                       }
                       return last;
                   });
}

std::vector<HistoryEntry> Session::history(std::string_view id) const {
    auto entries =
        reading([&] { return fmt::format("batch {}", id); },
                [&] {
                    const auto standing = find_known(std::string(id));
                    return standing ? log_.entries_of(standing->batch_key) : std::vector<LogTable::Entry>();
                });
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.observation.seq < b.observation.seq; });
    std::vector<HistoryEntry> history;
    Folding folding;
    Batch state;
    for (LogTable::Entry& entry : entries) {
        const Answer answer = logged_answer(entry.observation);
        const FoldedState& folded =
            folding.add({answer.batch(), answer.digest(), entry.observation.observed_at_us,
                         entry.observation.precedence});
        history.push_back(
            {std::move(entry.observation), answer.batch(), changed_fields(state, folded.state)});
        state = folded.state;
    }
    return history;
}

Page Session::find(const Query& query) const {
    if (query.limit < 1 || query.limit > 1000) {
        throw Error(ErrorKind::invalid, fmt::format("limit {}: a page has 1 to 1,000 batches", query.limit));
    }
    return reading([] { return "the query"; },
                   [&] {
                       const Condition condition(query);
                       Page page;
                       page.batches = states_.load_page(
                           condition.sql + " ORDER BY created_at DESC, batch_key DESC LIMIT ?",
                           [&](Run& run) {
                               condition.bind(run);
                               run.bind(query.limit);
                           });
                       return page;
                   });
}

std::int64_t Session::count(const Query& query) const {
    return reading([] { return "the query"; },
                   [&] {
                       const Condition condition(query);
                       Prepared select(connection_.database(),
                                       "SELECT count(*) FROM batches" + condition.sql);
                       Run run = select.run();
                       condition.bind(run);
                       run.next();
                       return run.value<std::int64_t>();
                   });
}

Head Session::head() const {
    return reading([] { return "the log"; }, [&] { return log_.tail().head; });
}

void Session::each_batch(const std::function<bool(const StoredBatch&)>& visit) const {
    reading([] { return "the batches"; },
            [&] { scan_batches(connection_, [&](const BatchRow& row) { return visit(row.batch); }); });
}

void Session::each_observation(const std::function<bool(const Observation&)>& visit) const {
    reading([] { return "the log"; },
            [&] {
                Prepared select(connection_.database(), select_entries() + " ORDER BY o.seq");
                Run run = select.run();
                Observation entry;
                while (run.next()) {
                    read_entry(run, entry);
                    if (!visit(entry)) {
                        return;
                    }
                }
            });
}

StoreInfo Session::info() const {
    return reading([] { return "the facts about the store"; },
                   [&] {
                       StoreInfo info;
                       info.location = connection_.location();
                       info.size_bytes =
                           connection_.integer("PRAGMA page_count") * connection_.integer("PRAGMA page_size");
                       info.schema_version = static_cast<int>(connection_.integer("PRAGMA user_version"));
                       for (const char* table : {"batches", "errors", "request_counts", "metadata",
                                                 "token_usage", "observations"}) {
                           info.rows.emplace_back(
                               table, connection_.integer(fmt::format("SELECT count(*) FROM {}", table)));
                       }
                       info.head = log_.tail().head;
                       Prepared seen(connection_.database(),
                                     "SELECT min(first_seen_at_us), max(last_seen_at_us) FROM batches");
                       Run run = seen.run();
                       run.next();
                       run.read(info.first_seen_at_us).read(info.last_seen_at_us);
                       return info;
                   });
}

}  // namespace batchstore::sqlite
