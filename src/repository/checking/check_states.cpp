#include "repository/checking/checks.hpp"
#include "repository/checking/state_differences.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

class StateCheck {
public:
    StateCheck(Session& session, Problems& problems, Problems& verdicts, const Tick& tick,
               std::vector<std::int64_t>* wrong)
        : session_(session), problems_(problems), verdicts_(verdicts), tick_(tick), wrong_(wrong) {}

    std::int64_t run() {
        compare_states();
        session_.check_rows([&](std::int64_t batch_key, const std::string& id, const std::string& what) {
            report(batch_key, id, what);
        });
        return batches_;
    }

private:
    /// What the log has of one batch.
    struct Logged {
        std::vector<LoggedAnswer> answers;
        bool whole = true;  ///< each of its entries is among them
    };

    void compare_states() {
        const auto log = session_.walk_log();
        auto batch_key = log->next();
        const auto logged_of = [&](const BatchRow& row) {
            Logged logged;
            for (; batch_key && *batch_key <= row.batch_key; batch_key = log->next()) {
                if (*batch_key == row.batch_key) {
                    read_answer(*log, row, logged);
                }
            }
            ++batches_;
            tick_();
            return logged;
        };
        session_.each_row(
            [&](const BatchRow& row) {
                compare(row, logged_of(row));
                return true;
            },
            Condition(), {},
            [&](const BatchRow& row, const Error& unreadable) {
                logged_of(row);
                problems_.report(unreadable.what());
                note(row.batch_key);
            });
    }

    void read_answer(LogWalk& log, const BatchRow& row, Logged& logged) {
        try {
            LoggedAnswer entry = log.answer();
            // What is filed under the wrong batch, the check of the log reports.
            if (!entry.is_absence() && entry.input.batch.id != row.batch.id) {
                note(row.batch_key);
                logged.whole = false;
                return;
            }
            const auto digest = entry.is_absence() ? std::nullopt : std::optional(entry.input.digest);
            if (entry.answer_digest != digest) {
                report(row.batch_key, row.batch.id, "a logged answer has another digest than its row says");
            }
            logged.answers.push_back(std::move(entry));
        } catch (const Error& error) {
            logged.whole = false;
            report(row.batch_key, row.batch.id,
                   fmt::format("a logged answer cannot be read: {}", error.what()));
        }
    }

    void compare(const BatchRow& row, Logged logged) {
        const LoggedState state = folded(std::move(logged));
        if (state.empty()) {
            report(row.batch_key, row.batch.id, "is not in the log");
            return;
        }
        const std::string found = differences(row, state);
        if (!found.empty()) {
            report(row.batch_key, row.batch.id, found);
        }
    }

    /// Folds the answers as they were logged, one after the other, and looks at the verdict on each.
    LoggedState folded(Logged logged) {
        std::ranges::sort(logged.answers, {}, &LoggedAnswer::seq);
        LoggedState state;
        for (LoggedAnswer& entry : logged.answers) {
            if (entry.is_absence()) {
                add_absence(entry, logged.whole, state);
                continue;
            }
            const Verdict verdict = state.add(std::move(entry.input));
            if (logged.whole && entry.verdict && entry.verdict != verdict) {
                verdicts_.report(fmt::format("entry {}: its verdict is {}, the entries before it make it {}",
                                             entry.seq, to_string(*entry.verdict), to_string(verdict)));
            }
        }
        return state;
    }

    void add_absence(const LoggedAnswer& entry, bool whole, LoggedState& state) {
        if (!entry.input.batch.id.empty()) {
            verdicts_.report(fmt::format("entry {}: its verdict is absent, but it is an answer", entry.seq));
        } else if (state.empty() && whole) {
            verdicts_.report(fmt::format(
                "entry {}: its verdict is absent, but no entry before it is an answer about its batch",
                entry.seq));
        }
        state.add_absence(entry.input.observed_at_us);
    }

    void report(std::int64_t batch_key, const std::string& id, const std::string& problem) {
        problems_.report(fmt::format("batch {}: {}", id, problem));
        note(batch_key);
    }

    void note(std::int64_t batch_key) {
        if (wrong_ != nullptr && (wrong_->empty() || wrong_->back() != batch_key)) {
            wrong_->push_back(batch_key);
        }
    }

    Session& session_;
    Problems& problems_;
    Problems& verdicts_;
    const Tick& tick_;
    std::vector<std::int64_t>* wrong_;
    std::int64_t batches_ = 0;
};

}  // namespace

std::int64_t check_states(Session& session, Problems& problems, Problems& verdicts, const Tick& tick,
                          std::vector<std::int64_t>* wrong) {
    return StateCheck(session, problems, verdicts, tick, wrong).run();
}

}  // namespace batchstore
