#include "sqlite/session.hpp"

#include "sqlite/file/check_file.hpp"
#include "sqlite/file/check_schema.hpp"
#include "sqlite/file/facts.hpp"
#include "sqlite/file/interruption.hpp"
#include "sqlite/file/late_indexes.hpp"

namespace batchstore::sqlite {

Session::Session(const std::string& location, const OpenOptions& options)
    : connection_(location, options), states_(connection_), log_(connection_) {}

void Session::attempt(const std::function<std::string()>& what, const Work& work) {
    translating(what, work);
}

void Session::in_transaction(Mode mode, const Work& work) {
    if (mode == Mode::read) {
        const Transaction moment(connection_, Transaction::Mode::read);
        work();
        return;
    }
    if (indexes_owed_) {  // in transactions of their own: this one may fail
        indexes_owed_ = !build_owed_indexes(connection_, embedded_migrations());
    }
    Transaction transaction(connection_, Transaction::Mode::write);
    if (bulk_load_) {
        bulk_load_->transaction_began();
    }
    work();
    transaction.commit();
}

void Session::in_part(const Work& work) {
    Savepoint part(connection_);
    work();
    part.keep();
}

bool Session::unless_stopped(const std::atomic<bool>* stop, const Work& work) {
    const Interruption interruption(connection_, stop);
    return unless_interrupted(work);
}

std::optional<Standing> Session::find(const std::string& id) {
    return states_.find(id, bulk_load_ ? bulk_load_->keys() : nullptr);
}

StoredBatch Session::load(const std::string& id) {
    if (!bulk_load_ || bulk_load_->keys() == nullptr) {
        return states_.load(id);
    }
    const auto standing = find(id);
    return standing ? states_.load(standing->batch_key) : StoredBatch();
}

std::optional<Standing> Session::standing_of(std::int64_t batch_key) {
    return states_.standing_of(batch_key);
}

std::int64_t Session::insert(const Batch& state, const Standing& standing) {
    const std::int64_t batch_key = states_.insert(state, standing);
    if (bulk_load_) {
        bulk_load_->inserted(state.id, batch_key);
    }
    return batch_key;
}

void Session::update(const Batch& before, const Batch& state, const Standing& standing) {
    states_.update(before, state, standing);
}

Twins Session::twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) {
    return log_.twins(batch_key, answer, observed_at_us);
}

bool Session::has_absence(std::int64_t batch_key, std::int64_t observed_at_us, const std::string& words) {
    return log_.has_absence(batch_key, observed_at_us, words);
}

std::optional<std::int64_t> Session::first_absence_us(std::int64_t batch_key, std::int64_t after_us) {
    return log_.first_absence_us(batch_key, after_us);
}

std::vector<LoggedEntry> Session::entries_of(std::int64_t batch_key) {
    return log_.entries_of(batch_key);
}

std::optional<std::int64_t> Session::batch_of_newest(std::int64_t seq) {
    if (bulk_load_) {
        bulk_load_->removing();
    }
    // The plus keeps SQLite from reading the log from there to its end: the batch has an index.
    Run run = states_
                  .prepared(
                      "SELECT batch_key FROM observations AS o WHERE seq = ? AND batch_key IS NOT NULL "
                      "AND NOT EXISTS (SELECT 1 FROM observations AS later "
                      "WHERE later.batch_key = o.batch_key AND +later.seq > o.seq)")
                  .run();
    return run.bind(seq).next() ? std::optional(run.value<std::int64_t>()) : std::nullopt;
}

void Session::append(std::int64_t batch_key, const Observation& entry, const Answer& answer) {
    log_.append(batch_key, entry, answer.text(), answer.digest());
}

void Session::append_absence(std::int64_t batch_key, const Observation& entry) {
    log_.append(batch_key, entry, entry.body, std::nullopt);
}

void Session::set_answer_digest(std::int64_t seq, const std::optional<Digest>& digest) {
    states_.prepared("UPDATE observations SET answer_digest = ? WHERE seq = ?")
        .run()
        .bind(digest)
        .bind(seq)
        .execute();
}

StoreInfo Session::info() {
    StoreInfo info;
    info.location = connection_.location();
    read_file_facts(connection_, info);
    read_row_facts(connection_, info);
    info.head = log_.tail().head;
    return info;
}

void Session::check_storage(const std::function<void(std::string problem)>& problem,
                            const std::function<void(std::string note)>& note) {
    check_schema(connection_, problem, note);
    check_file(connection_, problem);
}

void Session::check_rows(
    const std::function<void(std::int64_t batch_key, const std::string& id, std::string what)>& fault) {
    Prepared numbers(
        connection_.database(),
        "SELECT b.batch_key, b.id FROM errors AS e JOIN batches AS b ON b.batch_key = e.batch_key "
        "GROUP BY e.batch_key HAVING min(e.position) <> 0 OR max(e.position) <> count(*) - 1");
    Run run = numbers.run();
    while (run.next()) {
        const auto batch_key = run.value<std::int64_t>();
        fault(batch_key, run.value<std::string>(), "its errors are not numbered 0, 1, 2");
    }
}

bool Session::compact(const std::atomic<bool>* stop) {
    const bool done = unless_stopped(stop, [&] { connection_.database().exec("VACUUM"); });
    connection_.truncate_write_ahead_log();
    return done;
}

void Session::begin_bulk() {
    if (bulks_++ == 0) {
        log_upkeep_.leave_to_sqlite();
        bulk_load_.emplace(connection_);
    }
}

void Session::end_bulk(const std::atomic<bool>* stop) {
    if (--bulks_ > 0) {
        return;
    }
    // Without indexes, until they are built, every search would read all batches.
    indexes_owed_ = true;
    try {
        indexes_owed_ = !bulk_load_->finish(stop);
    } catch (...) {
        bulk_load_.reset();
        throw;
    }
    bulk_load_.reset();
}

}  // namespace batchstore::sqlite
