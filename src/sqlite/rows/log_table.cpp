#include "sqlite/rows/log_table.hpp"

#include "model/digest.hpp"
#include "model/reading.hpp"

#include <fmt/format.h>

namespace batchstore::sqlite {

LogTable::LogTable(Connection& connection)
    : tail_(connection.database(),
            "SELECT seq, digest, recorded_at_us FROM observations ORDER BY seq DESC LIMIT 1"),
      twins_(connection.database(),
             "SELECT min(observed_at_us), max(observed_at_us = ?3), "
             "max(observed_at_us = ?3 AND precedence = 'observed') "
             "FROM observations WHERE batch_key = ?1 AND answer_digest = ?2"),
      // The index of answers has absences together, as they are none.
      latest_(connection.database(),
              "SELECT max(observed_at_us) FROM observations WHERE batch_key = ? "
              "AND answer_digest IS NOT NULL AND verdict <> 'absent'"),
      has_absence_(connection.database(),
                   "SELECT count(*) FROM observations WHERE batch_key = ? AND answer_digest IS NULL "
                   "AND observed_at_us = ? AND body = ? AND verdict = 'absent'"),
      first_absence_(connection.database(),
                     "SELECT min(observed_at_us) FROM observations WHERE batch_key = ? "
                     "AND answer_digest IS NULL AND observed_at_us > ? AND verdict = 'absent'"),
      entries_(connection.database(), select_entries() + " WHERE o.batch_key = ?"),
      answer_before_(
          connection.database(),
          "SELECT a.body FROM observations AS o JOIN observations AS a ON a.batch_key = o.batch_key "
          "WHERE o.seq = ? AND a.seq < o.seq AND a.verdict <> 'absent' ORDER BY a.seq DESC LIMIT 1"),
      append_(connection.database(),
              "INSERT INTO observations(seq, batch_key, observed_at_us, recorded_at_us, source, precedence, "
              "verdict, "
              "body, answer_digest, digest) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      append_pruned_(connection.database(), "INSERT INTO observations(seq, entry, digest) VALUES(?, ?, ?)"),
      prune_(connection.database(),
             "UPDATE observations SET batch_key = NULL, observed_at_us = NULL, recorded_at_us = NULL, "
             "source = NULL, precedence = NULL, verdict = NULL, body = NULL, answer_digest = NULL, entry = ? "
             "WHERE seq = ?"),
      count_pruned_(connection.database(),
                    "SELECT count(*) FROM observations WHERE seq BETWEEN ? AND ? AND entry IS NOT NULL") {}

LogTail LogTable::tail() {
    LogTail tail;
    Run run = tail_.run();
    if (run.next()) {
        run.read(tail.head.seq).read(tail.head.digest);
        tail.recorded_at_us = run.value<std::optional<std::int64_t>>().value_or(0);
    }
    return tail;
}

Twins LogTable::twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) {
    Run run = twins_.run();
    run.bind(batch_key).bind(answer).bind(observed_at_us).next();
    Twins twins;
    run.read(twins.earliest_observed_at_us);
    twins.at_this_moment = run.value<std::optional<std::int64_t>>() == 1;
    twins.opens_epoch_now = run.value<std::optional<std::int64_t>>() == 1;
    return twins;
}

std::int64_t LogTable::latest_answer_us(std::int64_t batch_key) {
    Run run = latest_.run();
    run.bind(batch_key).next();
    return run.value<std::int64_t>();
}

bool LogTable::has_absence(std::int64_t batch_key, std::int64_t observed_at_us, const std::string& words) {
    Run run = has_absence_.run();
    run.bind(batch_key).bind(observed_at_us).bind(words).next();
    return run.value<std::int64_t>() > 0;
}

std::optional<std::int64_t> LogTable::first_absence_us(std::int64_t batch_key, std::int64_t after_us) {
    Run run = first_absence_.run();
    run.bind(batch_key).bind(after_us).next();
    return run.value<std::optional<std::int64_t>>();
}

std::string LogTable::answer_before(std::int64_t seq) {
    Run run = answer_before_.run();
    return run.bind(seq).next() ? run.value<std::string>() : std::string();
}

namespace {

constexpr std::string_view entry_columns =
    "o.seq, b.id, o.observed_at_us, o.recorded_at_us, o.source, o.precedence, o.verdict, o.body, o.digest";

}  // namespace

std::string select_entries(std::string_view more) {
    return fmt::format(
        "SELECT {}, o.answer_digest{} FROM observations AS o LEFT JOIN batches AS b ON b.batch_key = "
        "o.batch_key",
        entry_columns, more);
}

std::string select_log(std::string_view condition) {
    return fmt::format(
        "SELECT CASE WHEN o.body IS NULL THEN o.entry END, o.seq, o.digest, {} FROM observations AS o "
        "LEFT JOIN batches AS b ON b.batch_key = o.batch_key WHERE {} ORDER BY o.seq",
        entry_columns, condition);
}

void read_log_entry(Run& run, Observation& entry) {
    auto pruned = run.value<std::optional<Digest>>();
    if (pruned) {
        entry = {};
    }
    entry.entry = pruned;
    run.read(entry.seq).read(entry.digest);
    if (!pruned) {
        read_entry(run, entry);
    }
}

void read_entry(Run& run, Observation& entry) {
    run.read(entry.seq)
        .read(entry.id)
        .read(entry.observed_at_us)
        .read(entry.recorded_at_us)
        .read(entry.source);
    try {
        entry.precedence = parse_precedence(run.value<std::string>());
        entry.verdict = parse_verdict(run.value<std::string>());
    } catch (const Error& error) {
        throw Error(ErrorKind::corrupt,
                    fmt::format("entry {} of the log: {}; run verify", entry.seq, error.what()));
    }
    run.read(entry.body).read(entry.digest);
}

namespace {

std::optional<Verdict> verdict_in(const std::string& text) {
    try {
        return parse_verdict(text);
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

LoggedAnswer read_logged_answer(Run& run) {
    LoggedAnswer logged;
    run.read(logged.seq).read(logged.input.observed_at_us);
    logged.input.precedence = parse_precedence(run.value<std::string>());
    logged.verdict = verdict_in(run.value<std::string>());
    const auto body = run.value<std::string>();
    if (!logged.is_absence() || is_answer(body)) {
        logged.input.batch = read_answer(body).batch;
        logged.input.digest = normal_form_digest(logged.input.batch);
    }
    run.read(logged.answer_digest);
    return logged;
}

std::vector<LoggedEntry> LogTable::entries_of(std::int64_t batch_key) {
    std::vector<LoggedEntry> entries;
    Run run = entries_.run();
    run.bind(batch_key);
    while (run.next()) {
        LoggedEntry& entry = entries.emplace_back();
        read_entry(run, entry.observation);
        run.read(entry.answer_digest);
    }
    return entries;
}

void LogTable::append(const std::optional<std::int64_t>& batch_key, const Observation& entry,
                      const std::string& body, const std::optional<Digest>& answer_digest) {
    const std::string precedence(to_string(entry.precedence));
    const std::string verdict(to_string(entry.verdict));
    append_.run()
        .bind(entry.seq)
        .bind(batch_key)
        .bind(entry.observed_at_us)
        .bind(entry.recorded_at_us)
        .bind(entry.source)
        .bind(precedence)
        .bind(verdict)
        .bind(body)
        .bind(answer_digest)
        .bind(entry.digest)
        .execute();
}

void LogTable::append_pruned(const Observation& entry) {
    append_pruned_.run().bind(entry.seq).bind(entry.entry).bind(entry.digest).execute();
}

void LogTable::prune(std::int64_t seq, const Digest& left) {
    prune_.run().bind(left).bind(seq).execute();
}

std::int64_t LogTable::count_pruned(std::int64_t first_seq, std::int64_t last_seq) {
    Run run = count_pruned_.run();
    run.bind(first_seq).bind(last_seq).next();
    return run.value<std::int64_t>();
}

}  // namespace batchstore::sqlite
