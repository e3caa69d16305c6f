#include "model/digest.hpp"
#include "model/fold.hpp"
#include "repository/chain.hpp"
#include "sqlite/scan.hpp"
#include "sqlite/session.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace batchstore::sqlite {

namespace {

constexpr std::size_t most_problems = 100;

std::int64_t metadata_pairs(const Batch& batch) {
    return batch.metadata ? static_cast<std::int64_t>(batch.metadata->size()) : 0;
}

/// One verification, check by check.
class Verifier {
public:
    Verifier(Connection& connection, const VerifyOptions& options)
        : connection_(connection), options_(options) {
        total_ =
            connection.integer("SELECT (SELECT count(*) FROM observations) + (SELECT count(*) FROM batches)");
    }

    Verification run() {
        check_chain();
        check_states();
        check_file();
        return std::move(found_);
    }

private:
    void report(std::string problem) {
        if (found_.problems.size() < most_problems) {
            found_.problems.push_back(std::move(problem));
        }
    }

    /// Every entry must carry the digest that follows from it and the one before.
    void check_chain() {
        Prepared select(
            connection_.database(),
            "SELECT CASE WHEN o.body IS NULL THEN o.entry END, o.digest, o.seq, b.id, o.observed_at_us, "
            "o.recorded_at_us, o.source, o.precedence, o.verdict, o.body, o.digest FROM observations AS o "
            "LEFT JOIN batches AS b ON b.batch_key = o.batch_key ORDER BY o.seq");
        Run run = select.run();
        Observation entry;
        check_since(found_.head);
        while (run.next()) {
            const auto pruned = run.value<std::optional<Digest>>();
            run.read(entry.digest);
            check_entry(run, pruned, entry);
            found_.head = {entry.seq, entry.digest};
            ++found_.observations;
            tell_progress();
        }
        if (options_.since && options_.since->seq > found_.head.seq) {
            report(fmt::format("the log ends at entry {}, before the head {}", found_.head.seq,
                               to_string(*options_.since)));
        }
    }

    void check_entry(Run& run, const std::optional<Digest>& pruned, Observation& entry) {
        Digest computed{};
        try {
            read_entry(run, entry);
            computed = pruned ? *pruned : entry_digest(entry, sha256(entry.body));
        } catch (const Error&) {
            report(fmt::format("entry {}: has no precedence or no verdict", entry.seq));
        }
        if (entry.seq != found_.head.seq + 1) {
            report(fmt::format("entry {}: follows entry {}; entries between them are missing", entry.seq,
                               found_.head.seq));
        }
        if (chain_digest(found_.head.digest, computed) != entry.digest) {
            report(fmt::format(
                "entry {}: was changed, or an entry before it was (its digest does not follow)", entry.seq));
        }
        check_since({entry.seq, entry.digest});
    }

    void check_since(const Head& head) {
        if (options_.since && head.seq == options_.since->seq && head != *options_.since) {
            report(fmt::format("entry {}: the log does not pass through the head {}", head.seq,
                               to_string(*options_.since)));
        }
    }

    /// Every state must be what its observations fold to.
    void check_states() {
        try {
            compare_states();
        } catch (const Error& error) {
            report(fmt::format("{}; the batches after it were not compared", error.what()));
        }
        Prepared numbers(
            connection_.database(),
            "SELECT b.id FROM errors AS e JOIN batches AS b ON b.batch_key = e.batch_key "
            "GROUP BY e.batch_key HAVING min(e.position) <> 0 OR max(e.position) <> count(*) - 1");
        Run run = numbers.run();
        while (run.next()) {
            report(fmt::format("batch {}: its errors are not numbered 0, 1, 2", run.value<std::string>()));
        }
    }

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
            ++found_.batches;
            tell_progress();
            return true;
        });
    }

    void read_input(Run& log, const std::string& id, std::vector<FoldInput>& inputs) {
        try {
            FoldInput input;
            log.read(input.observed_at_us);
            input.precedence = parse_precedence(log.value<std::string>());
            const Answer answer = Answer::read(log.value<std::string>());
            if (log.value<Digest>() != answer.digest()) {
                report(fmt::format("batch {}: a logged answer has another digest than its row says", id));
            }
            input.batch = answer.batch();
            input.digest = answer.digest();
            inputs.push_back(std::move(input));
        } catch (const Error& error) {
            report(fmt::format("batch {}: a logged answer cannot be read: {}", id, error.what()));
        }
    }

    void compare(const BatchRow& row, const std::vector<FoldInput>& inputs) {
        const std::string& id = row.batch.id;
        if (inputs.empty()) {
            report(fmt::format("batch {}: is not in the log", id));
            return;
        }
        const FoldedState folded = fold(inputs);
        if (folded.state.id != id) {
            report(fmt::format("batch {}: the log knows it as {}", id, folded.state.id));
        }
        const auto changed = changed_fields(folded.state, row.batch);
        if (!changed.empty()) {
            report(fmt::format("batch {}: differs from the log in {}", id, fmt::join(changed, ", ")));
        } else if (row.last != folded.last || row.children.phase != to_string(phase_of(row.batch.status)) ||
                   row.children.errors != static_cast<std::int64_t>(row.batch.errors.size()) ||
                   row.children.metadata.value_or(0) != metadata_pairs(row.batch)) {
            report(fmt::format("batch {}: what its row derives from the log is wrong", id));
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
            report(fmt::format("batch {}: its revision or its sightings do not fit the log", row.batch.id));
        }
    }

    /// The database's own checks.
    void check_file() {
        Prepared integrity(connection_.database(), fmt::format("PRAGMA integrity_check({})", most_problems));
        Run run = integrity.run();
        while (run.next()) {
            // Some findings have a heading and several lines.
            std::istringstream lines(run.value<std::string>());
            for (std::string line; std::getline(lines, line);) {
                if (line != "ok" && !line.starts_with("***")) {
                    report("integrity: " + line);
                }
            }
        }
        Prepared foreign_keys(connection_.database(), "PRAGMA foreign_key_check");
        Run rows = foreign_keys.run();
        while (rows.next()) {
            const auto table = rows.value<std::string>();
            report(fmt::format("{}: row {} belongs to no batch", table,
                               rows.value<std::optional<std::int64_t>>().value_or(0)));
        }
    }

    void tell_progress() const {
        const std::int64_t done = found_.observations + found_.batches;
        if (options_.on_progress && (done % 1000 == 0 || done == total_)) {
            options_.on_progress(done, total_);
        }
    }

    Connection& connection_;
    const VerifyOptions& options_;
    std::int64_t total_ = 0;
    Verification found_;
};

}  // namespace

Verification Session::verify(const VerifyOptions& options) const {
    return translating(connection_.location() + ": the verification", [&] {
        const Transaction moment(connection_, Transaction::Mode::read);
        return Verifier(connection_, options).run();
    });
}

}  // namespace batchstore::sqlite
