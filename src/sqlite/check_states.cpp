#include "model/digest.hpp"
#include "model/fold.hpp"
#include "model/reading.hpp"
#include "sqlite/checks.hpp"
#include "sqlite/scan.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace batchstore::sqlite {

namespace {

std::int64_t metadata_pairs(const Batch& batch) {
    return batch.metadata ? static_cast<std::int64_t>(batch.metadata->size()) : 0;
}

class StateCheck {
public:
    StateCheck(Connection& connection, Problems& problems, const Tick& tick)
        : connection_(connection), problems_(problems), tick_(tick) {}

    std::int64_t run() {
        try {
            compare_states();
        } catch (const Error& error) {
            problems_.report(fmt::format("{}; the batches after it were not compared", error.what()));
        }
        Prepared numbers(
            connection_.database(),
            "SELECT b.id FROM errors AS e JOIN batches AS b ON b.batch_key = e.batch_key "
            "GROUP BY e.batch_key HAVING min(e.position) <> 0 OR max(e.position) <> count(*) - 1");
        Run run = numbers.run();
        while (run.next()) {
            problems_.report(
                fmt::format("batch {}: its errors are not numbered 0, 1, 2", run.value<std::string>()));
        }
        return batches_;
    }

private:
    void compare_states() {
        Prepared select(connection_.database(),
                        "SELECT batch_key, observed_at_us, precedence, body, answer_digest FROM observations "
                        "WHERE batch_key IS NOT NULL ORDER BY batch_key");
        Run log = select.run();
        bool more = log.next();
        std::int64_t batch_key = more ? log.value<std::int64_t>() : 0;
        scan_batches(connection_, [&](const BatchRow& row) {
            std::vector<FoldInput> inputs;
            for (; more && batch_key <= row.batch_key; batch_key = more ? log.value<std::int64_t>() : 0) {
                if (batch_key == row.batch_key) {
                    read_input(log, row.batch.id, inputs);
                }
                more = log.next();
            }
            compare(row, inputs);
            ++batches_;
            tick_();
            return true;
        });
    }

    void read_input(Run& log, const std::string& id, std::vector<FoldInput>& inputs) {
        try {
            FoldInput input;
            log.read(input.observed_at_us);
            input.precedence = parse_precedence(log.value<std::string>());
            input.batch = read_answer(log.value<std::string>()).batch;
            input.digest = normal_form_digest(input.batch);
            if (log.value<Digest>() != input.digest) {
                problems_.report(
                    fmt::format("batch {}: a logged answer has another digest than its row says", id));
            }
            inputs.push_back(std::move(input));
        } catch (const Error& error) {
            problems_.report(fmt::format("batch {}: a logged answer cannot be read: {}", id, error.what()));
        }
    }

    void compare(const BatchRow& row, const std::vector<FoldInput>& inputs) {
        const std::string& id = row.batch.id;
        if (inputs.empty()) {
            problems_.report(fmt::format("batch {}: is not in the log", id));
            return;
        }
        const FoldedState folded = fold(inputs);
        if (folded.state.id != id) {
            problems_.report(fmt::format("batch {}: the log knows it as {}", id, folded.state.id));
        }
        const auto changed = changed_fields(folded.state, row.batch);
        if (!changed.empty()) {
            problems_.report(
                fmt::format("batch {}: differs from the log in {}", id, fmt::join(changed, ", ")));
        } else if (row.last != folded.last || row.children.phase != to_string(phase_of(row.batch.status)) ||
                   row.children.errors != static_cast<std::int64_t>(row.batch.errors.size()) ||
                   row.children.metadata.value_or(0) != metadata_pairs(row.batch)) {
            problems_.report(fmt::format("batch {}: what its row derives from the log is wrong", id));
        }
        compare_sightings(row, inputs);
    }

    /// Repeats are counted without being logged, so the log says only how many sightings there were at least.
    void compare_sightings(const BatchRow& row, const std::vector<FoldInput>& inputs) {
        const auto [first, last] = std::minmax_element(
            inputs.begin(), inputs.end(),
            [](const FoldInput& a, const FoldInput& b) { return a.observed_at_us < b.observed_at_us; });
        const auto logged = static_cast<std::int64_t>(inputs.size());
        if (row.batch.first_seen_at_us != first->observed_at_us ||
            row.batch.last_seen_at_us < last->observed_at_us || row.batch.sightings < logged ||
            row.batch.revision < 1 || row.batch.revision > logged) {
            problems_.report(
                fmt::format("batch {}: its revision or its sightings do not fit the log", row.batch.id));
        }
    }

    Connection& connection_;
    Problems& problems_;
    const Tick& tick_;
    std::int64_t batches_ = 0;
};

}  // namespace

std::int64_t check_states(Connection& connection, Problems& problems, const Tick& tick) {
    return StateCheck(connection, problems, tick).run();
}

}  // namespace batchstore::sqlite
