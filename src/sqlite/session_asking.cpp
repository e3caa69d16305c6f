#include "sqlite/asking/page_rows.hpp"
#include "sqlite/rows/scan.hpp"
#include "sqlite/session.hpp"

#include <limits>
#include <utility>

#include <fmt/format.h>

/// Questions about many batches, and walks through the log.
namespace batchstore::sqlite {

namespace {

/// A cursor on the answers and absences of the log in the order of their batches.
class LoggedAnswers final : public LogWalk {
public:
    explicit LoggedAnswers(Connection& connection)
        : select_(connection.database(),
                  fmt::format("SELECT batch_key, {} FROM observations WHERE batch_key IS NOT NULL "
                              "ORDER BY batch_key",
                              logged_answer_columns)),
          run_(select_.run()) {}

    std::optional<std::int64_t> next() override {
        return run_.next() ? std::optional(run_.value<std::int64_t>()) : std::nullopt;
    }
    LoggedAnswer answer() override { return read_logged_answer(run_); }

private:
    Prepared select_;
    Run run_;
};

}  // namespace

RowPage Session::page(const Query& query, const Condition& condition,
                      const std::optional<PagePosition>& after, std::size_t wanted, bool whole_walk) {
    Effort effort;
    if (whole_walk) {
        effort.instructions = std::numeric_limits<int>::max();
    }
    RowPage page{.rows =
                     page_rows(connection_, states_, PagePlan(query, condition), after, wanted + 1, effort)};
    if (page.rows.size() > wanted) {
        page.rows.pop_back();
        page.more = true;
    }
    states_.load_children(page.rows);
    return page;
}

QueryPlan Session::plan(const Query& query, const Condition& condition) {
    return described(connection_, states_, PagePlan(query, condition));
}

std::int64_t Session::count(const Condition& condition) {
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

SqlText Session::among_fewest(const std::vector<KeySource>& sources) {
    const Fewest candidates = fewest(states_, sources, Effort().many);
    if (candidates.source == nullptr) {
        return {};
    }
    SqlText among{"b.batch_key IN ("};
    return (among += candidates.source->keys) += ") AND ";
}

void Session::each_row(const VisitRow& visit, const Condition& condition, const WantedFields& wanted,
                       const Unreadable& unreadable) {
    SqlText where = among_fewest(key_sources(condition));
    scan_batches(connection_, visit, where += sql_of(condition), wanted, unreadable);
}

void Session::each_seen_around(std::int64_t time_us,
                               const std::function<void(std::int64_t batch_key)>& visit) {
    // The phases stand first in the index.
    Prepared select(connection_.database(),
                    fmt::format("SELECT batch_key FROM batches WHERE phase IN ({}) AND last_seen_at_us > ? "
                                "AND first_seen_at_us <= ?",
                                placeholders(every_phase.size())));
    Run run = select.run();
    std::vector<std::string> phases;
    phases.reserve(every_phase.size());
    for (const Phase phase : every_phase) phases.emplace_back(to_string(phase));
    for (const std::string& phase : phases) run.bind(phase);
    run.bind(time_us).bind(time_us);
    while (run.next()) visit(run.value<std::int64_t>());
}

std::vector<std::string> Session::ids_with_prefix(std::string_view prefix, std::int64_t limit) {
    const std::string first(prefix);
    // No byte of UTF-8 is as great.
    const std::string behind = first + '\xff';
    Run run = states_.prepared("SELECT id FROM batches WHERE id >= ? AND id < ? ORDER BY id LIMIT ?").run();
    run.bind(first).bind(behind).bind(limit);
    std::vector<std::string> ids;
    while (run.next()) ids.push_back(run.value<std::string>());
    return ids;
}

std::vector<std::string> Session::sources() {
    // Each is found behind the one before it, in the index.
    const std::string least = "SELECT min(source) FROM observations WHERE batch_key IS NOT NULL";
    Prepared next(connection_.database(), least + " AND source > ?");
    Prepared first(connection_.database(), least);
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
}

void Session::each_entry(std::int64_t after_seq, const std::function<bool(Observation&)>& visit,
                         const std::function<void(const Observation&)>& unreadable) {
    Prepared select(connection_.database(), select_log("o.seq > ?"));
    Run run = select.run();
    run.bind(after_seq);
    Observation entry;
    while (run.next()) {
        try {
            read_log_entry(run, entry);
        } catch (const Error&) {
            if (!unreadable) {
                throw;
            }
            unreadable(entry);
        }
        if (!visit(entry)) {
            return;
        }
    }
}

void Session::each_entry_time(std::int64_t after_seq, const std::function<bool(const Observation&)>& visit) {
    Prepared select(connection_.database(),
                    "SELECT seq, observed_at_us, recorded_at_us FROM observations "
                    "WHERE seq > ? AND recorded_at_us IS NOT NULL ORDER BY seq");
    Run run = select.run();
    run.bind(after_seq);
    Observation entry;
    while (run.next()) {
        run.read(entry.seq).read(entry.observed_at_us).read(entry.recorded_at_us);
        if (!visit(entry)) {
            return;
        }
    }
}

std::optional<Observation> Session::entry(std::int64_t seq) {
    Prepared select(connection_.database(), select_log("o.seq = ?"));
    Run run = select.run();
    if (!run.bind(seq).next()) {
        return std::nullopt;
    }
    Observation entry;
    read_log_entry(run, entry);
    return entry;
}

std::unique_ptr<LogWalk> Session::walk_log() {
    return std::make_unique<LoggedAnswers>(connection_);
}

}  // namespace batchstore::sqlite
