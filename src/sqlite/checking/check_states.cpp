#include "sqlite/checking/checks.hpp"
#include "sqlite/checking/state_differences.hpp"
#include "sqlite/rows/log_table.hpp"
#include "sqlite/rows/scan.hpp"

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

class StateCheck {
public:
    StateCheck(Connection& connection, Problems& problems, const Tick& tick, std::vector<std::int64_t>* wrong)
        : connection_(connection), problems_(problems), tick_(tick), wrong_(wrong) {}

    std::int64_t run() {
        compare_states();
        Prepared numbers(
            connection_.database(),
            "SELECT b.batch_key, b.id FROM errors AS e JOIN batches AS b ON b.batch_key = e.batch_key "
            "GROUP BY e.batch_key HAVING min(e.position) <> 0 OR max(e.position) <> count(*) - 1");
        Run run = numbers.run();
        while (run.next()) {
            const auto batch_key = run.value<std::int64_t>();
            report(batch_key, run.value<std::string>(), "its errors are not numbered 0, 1, 2");
        }
        return batches_;
    }

private:
    /// What the log has of one batch.
    struct Logged {
        std::vector<FoldInput> inputs;
        std::int64_t updates = 0;
    };

    void compare_states() {
        Prepared select(connection_.database(),
                        fmt::format("SELECT batch_key, {} FROM observations WHERE batch_key IS NOT NULL "
                                    "ORDER BY batch_key",
                                    logged_answer_columns));
        Run log = select.run();
        bool more = log.next();
        std::int64_t batch_key = more ? log.value<std::int64_t>() : 0;
        const auto logged_of = [&](const BatchRow& row) {
            Logged logged;
            for (; more && batch_key <= row.batch_key; batch_key = more ? log.value<std::int64_t>() : 0) {
                if (batch_key == row.batch_key) {
                    read_input(log, row, logged);
                }
                more = log.next();
            }
            ++batches_;
            tick_();
            return logged;
        };
        scan_batches(
            connection_,
            [&](const BatchRow& row) {
                compare(row, logged_of(row));
                return true;
            },
            {"1"}, {},
            [&](const BatchRow& row, const Error& unreadable) {
                logged_of(row);
                problems_.report(unreadable.what());
                note(row.batch_key);
            });
    }

    void read_input(Run& log, const BatchRow& row, Logged& logged) {
        try {
            LoggedAnswer entry = read_logged_answer(log);
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

    Connection& connection_;
    Problems& problems_;
    const Tick& tick_;
    std::vector<std::int64_t>* wrong_;
    std::int64_t batches_ = 0;
};

}  // namespace

std::int64_t check_states(Connection& connection, Problems& problems, const Tick& tick,
                          std::vector<std::int64_t>* wrong) {
    return StateCheck(connection, problems, tick, wrong).run();
}

}  // namespace batchstore::sqlite
