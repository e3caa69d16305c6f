#include "repository/checking/checks.hpp"
#include "repository/checking/state_differences.hpp"

#include <fmt/format.h>

namespace batchstore {

namespace {

class StateCheck {
public:
    StateCheck(Session& session, Problems& problems, const Tick& tick, std::vector<std::int64_t>* wrong)
        : session_(session), problems_(problems), tick_(tick), wrong_(wrong) {}

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
        std::vector<FoldInput> inputs;
        std::int64_t updates = 0;
    };

    void compare_states() {
        const auto log = session_.walk_log();
        auto batch_key = log->next();
        const auto logged_of = [&](const BatchRow& row) {
            Logged logged;
            for (; batch_key && *batch_key <= row.batch_key; batch_key = log->next()) {
                if (*batch_key == row.batch_key) {
                    read_input(*log, row, logged);
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

    void read_input(LogWalk& log, const BatchRow& row, Logged& logged) {
        try {
            LoggedAnswer entry = log.answer();
            if (entry.input.batch.id != row.batch.id) {
                note(row.batch_key);  // filed under the wrong batch, which the check of the log reports
                return;
            }
            if (entry.answer_digest != entry.input.digest) {
                report(row.batch_key, row.batch.id, "a logged answer has another digest than its row says");
            }
            logged.inputs.push_back(std::move(entry.input));
            logged.updates += entry.updated ? 1 : 0;
        } catch (const Error& error) {
            report(row.batch_key, row.batch.id,
                   fmt::format("a logged answer cannot be read: {}", error.what()));
        }
    }

    void compare(const BatchRow& row, const Logged& logged) {
        if (logged.inputs.empty()) {
            report(row.batch_key, row.batch.id, "is not in the log");
            return;
        }
        const std::string found = differences(row, LoggedState(logged.inputs, logged.updates));
        if (!found.empty()) {
            report(row.batch_key, row.batch.id, found);
        }
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
    const Tick& tick_;
    std::vector<std::int64_t>* wrong_;
    std::int64_t batches_ = 0;
};

}  // namespace

std::int64_t check_states(Session& session, Problems& problems, const Tick& tick,
                          std::vector<std::int64_t>* wrong) {
    return StateCheck(session, problems, tick, wrong).run();
}

}  // namespace batchstore
