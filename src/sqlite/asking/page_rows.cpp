#include "sqlite/asking/page_rows.hpp"

#include "sqlite/file/late_indexes.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace batchstore::sqlite {

namespace {

/// Interrupts a statement that takes more instructions than it may.
class Patience {
public:
    Patience(Connection& connection, int instructions) : handle_(connection.database().getHandle()) {
        constexpr int most_steps = 50;
        const int step = instructions / most_steps + 1;
        steps_left_ = instructions / step;
        sqlite3_progress_handler(
            handle_, step, [](void* left) { return --*static_cast<int*>(left) < 0 ? 1 : 0; }, &steps_left_);
    }
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;
    ~Patience() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

private:
    sqlite3* handle_;
    int steps_left_ = 0;
};

/// Whether a walk may take so long that candidates are better.
bool may_take_long(const PagePlan& plan) {
    return !plan.tested().empty() && !plan.sources().empty();
}

void explain(Connection& connection, const std::vector<SqlText>& statements, QueryPlan& described) {
    for (const SqlText& statement : statements) {
        Prepared explained(connection.database(), "EXPLAIN QUERY PLAN " + statement.sql);
        Run run = explained.run();
        statement.bind(run);
        run.bind(std::int64_t{1});
        constexpr int columns_before_text = 3;
        while (run.next()) {
            for (int skipped = 0; skipped < columns_before_text; ++skipped) {
                run.value<std::int64_t>();
            }
            described.backend.push_back(run.value<std::string>());
        }
    }
}

std::string taken_in_words(const Fewest& candidates) {
    return fmt::format(
        "takes the {} batches for which {} from their index, tests each of them for all that "
        "is asked, and sorts those that match",
        candidates.keys, in_words(candidates.source->answered));
}

}  // namespace

std::int64_t counted(StateTables& states, const SqlText& statement) {
    Run run = states.prepared(statement.sql).run();
    statement.bind(run);
    run.next();
    return run.value<std::int64_t>();
}

Fewest fewest(StateTables& states, const std::vector<KeySource>& sources, std::int64_t most) {
    Fewest best{nullptr, most + 1};
    for (const KeySource& source : sources) {
        SqlText some{"SELECT count(*) FROM ("};
        (some += source.keys) += " LIMIT ?)";
        some.values.emplace_back(best.keys);
        const std::int64_t keys = counted(states, some);
        if (keys < best.keys) {
            best = {&source, keys};
        }
    }
    return best;
}

std::vector<BatchRow> page_rows(Connection& connection, StateTables& states, const PagePlan& plan,
                                const std::optional<PagePosition>& after, std::size_t wanted,
                                const Effort& effort) {
    const auto rows_of = [&](const std::vector<SqlText>& statements) {
        std::vector<BatchRow> rows;
        rows.reserve(wanted);
        for (const SqlText& statement : statements) {
            if (rows.size() < wanted) {
                states.load_page(statement, static_cast<std::int64_t>(wanted - rows.size()), rows);
            }
        }
        return rows;
    };
    std::optional<Patience> limited;
    if (may_take_long(plan)) {
        if (const Fewest few = fewest(states, plan.sources(), effort.few); few.source != nullptr) {
            return rows_of(plan.among(*few.source, after));
        }
        limited.emplace(connection, effort.instructions);
    }
    try {
        return rows_of(plan.walk(after));
    } catch (const SQLite::Exception& failure) {
        limited.reset();
        if (failure.getErrorCode() != SQLITE_INTERRUPT) {
            if (!owes_indexes(connection)) {
                throw;
            }
            return rows_of(plan.walk(after, false));  // during a bulk load there are few indexes
        }
    }
    const Fewest many = fewest(states, plan.sources(), effort.many);
    return rows_of(many.source != nullptr ? plan.among(*many.source, after) : plan.walk(after));
}

QueryPlan described(Connection& connection, StateTables& states, const PagePlan& plan) {
    QueryPlan described;
    const Effort effort;
    const bool may_wander = may_take_long(plan);
    if (may_wander) {
        if (const Fewest few = fewest(states, plan.sources(), effort.few); few.source != nullptr) {
            described.steps = {taken_in_words(few)};
            explain(connection, plan.among(*few.source, std::nullopt), described);
            return described;
        }
    }
    described.steps = {plan.walk_in_words()};
    explain(connection, plan.walk(std::nullopt, !owes_indexes(connection)), described);
    if (plan.tested().empty()) return described;
    described.steps.push_back("tests each batch on the way: " + in_words(plan.tested()));
    const Fewest many = may_wander ? fewest(states, plan.sources(), effort.many) : Fewest{};
    if (many.source != nullptr) {
        described.steps.push_back("if the page is not full after some ten thousand batches: " +
                                  taken_in_words(many));
        described.caution = fmt::format(
            "no index has the order and all that is asked: up to {} batches may be "
            "read and sorted for each page",
            many.keys);
        explain(connection, plan.among(*many.source, std::nullopt), described);
    } else {
        described.caution =
            "no index has what is tested, or too many batches satisfy it: if few satisfy all of it, most of "
            "the index is read before the page is full";
    }
    return described;
}

}  // namespace batchstore::sqlite
