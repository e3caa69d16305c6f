#include "sqlite/session.hpp"

#include "model/json_text.hpp"
#include "sqlite/file/interruption.hpp"
#include "sqlite/file/late_indexes.hpp"
#include "sqlite/rows/removal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace batchstore::sqlite {

Session::Session(const std::string& location, const OpenOptions& options)
    : connection_(location, options), states_(connection_), log_(connection_) {}

void Session::transaction(const std::function<void(BatchRepository&)>& work) {
    translating(connection_.location(), [&] {
        if (in_transaction_) {
            run_part(work);
            return;
        }
        if (indexes_owed_) {  // in transactions of their own: this one may fail
            indexes_owed_ = !build_owed_indexes(connection_, embedded_migrations());
        }
        Transaction transaction(connection_, Transaction::Mode::write);
        struct Open {
            explicit Open(Session& opened) : session(opened) {
                session.in_transaction_ = true;
                session.failed_ = false;
            }
            Open(const Open&) = delete;
            Open& operator=(const Open&) = delete;
            ~Open() {
                session.in_transaction_ = false;
                session.tail_.reset();
            }
            Session& session;
        } const open(*this);
        if (bulk_load_) {
            bulk_load_->transaction_began();
        }
        work(*this);
        refuse_failed();
        transaction.commit();
    });
}

void Session::run_part(const std::function<void(BatchRepository&)>& work) {
    refuse_failed();
    Savepoint part(connection_);
    try {
        work(*this);
    } catch (...) {
        tail_.reset();
        throw;
    }
    refuse_failed();
    part.keep();
}

void Session::refuse_failed() const {
    if (failed_) {
        throw Error(ErrorKind::storage,
                    connection_.location() + ": a part of the transaction failed; nothing of it was stored");
    }
}

void Session::bulk(const std::function<void()>& work, const std::atomic<bool>* /*stop*/) {
    work();
}

void Session::begin_bulk() {
    if (bulks_++ == 0) {
        translating(connection_.location(), [&] { bulk_load_.emplace(connection_); });
    }
}

void Session::end_bulk(const std::atomic<bool>* stop) {
    if (--bulks_ > 0) {
        return;
    }
    // Without indexes, until they are built, every search would read all batches.
    indexes_owed_ = true;
    try {
        translating(connection_.location(), [&] { indexes_owed_ = !bulk_load_->finish(stop); });
    } catch (...) {
        bulk_load_.reset();
        throw;
    }
    bulk_load_.reset();
}

template <class What, class Work>
void Session::changing(const What& what, const Work& work) {
    const auto change = [&](BatchRepository&) {
        // SQLite may have ended the transaction when its part failed: what followed would be kept.
        refuse_failed();
        try {
            translating([&] { return fmt::format("{}: {}", connection_.location(), what()); }, work);
        } catch (...) {
            failed_ = true;
            throw;
        }
    };
    if (in_transaction_) {
        change(*this);
    } else {
        transaction(change);
    }
}

template <class MakeArrival>
RefreshResult Session::change(const Answer& answer, const MakeArrival& make_arrival) {
    RefreshResult result;
    changing([&] { return "batch " + answer.batch().id; },
             [&] { result = refresh_batch(*this, answer, make_arrival(tail())); });
    return result;
}

RefreshResult Session::refresh(const Answer& answer, const RefreshOptions& options) {
    if (!is_utf8(options.source)) {
        throw Error(ErrorKind::invalid, "the source is not UTF-8; give another label");
    }
    return change(answer, [&](const LogTail& tail) {
        const std::int64_t now = clock_.next(tail.recorded_at_us);
        return Arrival{.observed_at_us = options.observed_at_us.value_or(now),
                       .recorded_at_us = now,
                       .source = options.source,
                       .precedence = options.precedence};
    });
}

RefreshResult Session::restore(const Observation& entry, const Answer& answer) {
    return change(answer, [&](const LogTail& tail) {
        const bool as_recorded = continues(tail, entry, answer);
        return Arrival{
            .observed_at_us = entry.observed_at_us,
            .recorded_at_us = as_recorded ? entry.recorded_at_us : clock_.next(tail.recorded_at_us),
            .source = entry.source,
            .precedence = entry.precedence,
            .recorded_verdict = as_recorded ? std::optional(entry.verdict) : std::nullopt};
    });
}

bool Session::restore_pruned(const Observation& entry) {
    bool recorded = false;
    changing([&] { return fmt::format("the pruned entry {}", entry.seq); },
             [&] {
                 const LogTail before = tail();
                 recorded = continues(before, entry);
                 if (recorded) {
                     log_.append_pruned(entry);
                     tail_ = LogTail{{entry.seq, entry.digest}, before.recorded_at_us};
                 }
             });
    return recorded;
}

Removed Session::remove(std::span<const std::int64_t> newest_seqs) {
    Removed removed;
    changing([] { return "the batches to be removed"; },
             [&] {
                 if (bulk_load_) {
                     bulk_load_->removing();
                 }
                 removed = remove_batches(connection_, log_, newest_seqs);
             });
    return removed;
}

bool Session::compact(const std::atomic<bool>* stop) {
    return translating(connection_.location() + ": compacting", [&] {
        const bool done = [&] {
            const Interruption interruption(connection_, stop);
            return unless_interrupted([&] { connection_.database().exec("VACUUM"); });
        }();
        connection_.truncate_write_ahead_log();
        return done;
    });
}

LogTail Session::tail() {
    if (!tail_) {
        tail_ = log_.tail();
    }
    return *tail_;
}

std::optional<Standing> Session::find(const std::string& id) {
    return find_known(id);
}

std::optional<Standing> Session::find_known(const std::string& id) const {
    return states_.find(id, bulk_load_ ? bulk_load_->keys() : nullptr);
}

StoredBatch Session::load_known(const std::string& id) const {
    if (!bulk_load_ || bulk_load_->keys() == nullptr) {
        return states_.load(id);
    }
    const auto standing = find_known(id);
    return standing ? states_.load(standing->batch_key) : StoredBatch();
}

Batch Session::load(std::int64_t batch_key) {
    return states_.load(batch_key);
}

Twins Session::twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) {
    return log_.twins(batch_key, answer, observed_at_us);
}

std::int64_t Session::latest_observed_at_us(std::int64_t batch_key) {
    return log_.latest_observed_at_us(batch_key);
}

std::vector<FoldInput> Session::log_of(std::int64_t batch_key) {
    std::vector<FoldInput> inputs;
    for (LogTable::Entry& entry : log_.entries_of(batch_key)) {
        const Answer answer = logged_answer(entry.observation);
        inputs.push_back({answer.batch(), answer.digest(), entry.observation.observed_at_us,
                          entry.observation.precedence});
    }
    return inputs;
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

void Session::mark_seen(const Standing& standing) {
    states_.mark_seen(standing);
}

void Session::append(std::int64_t batch_key, const Observation& entry, const Answer& answer) {
    log_.append(batch_key, entry, answer.text(), answer.digest());
    tail_ = LogTail{{entry.seq, entry.digest}, entry.recorded_at_us};
}

}  // namespace batchstore::sqlite
