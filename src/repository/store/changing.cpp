#include "model/digest.hpp"
#include "repository/store/absence.hpp"
#include "repository/store/acts.hpp"
#include "repository/store/arriving.hpp"
#include "repository/store/repository.hpp"
#include "repository/store/transactions.hpp"

#include <utility>

#include <fmt/format.h>

/// The calls that change a store.
namespace batchstore {

void StoreRepository::transaction(const std::function<void(BatchRepository&)>& work) {
    with_writer([&](Writer& writer) {
        run_transaction(writer, [&] {
            StoreRepository part(writer);
            work(part);
        });
    });
}

void StoreRepository::share(const std::function<void(Writer&)>& work) {
    Writer* const open = part_ != nullptr ? part_ : sessions_->open_writer();
    if (open != nullptr) {
        work(*open);
        return;
    }
    SharedChange change{.work = work};
    sessions_->share(change, run_changes);
}

template <class What, class Work>
void StoreRepository::changing(const What& what, const Work& work) {
    share([&](Writer& writer) { run_part(writer, what, work); });
}

template <class What, class Work>
void StoreRepository::change_alone(const What& what, const Work& work) {
    with_writer([&](Writer& writer) {
        const auto change = [&] { run_part(writer, what, work); };
        writer.in_transaction ? change() : run_transaction(writer, change);
    });
}

namespace {

void refuse_no_options(const RefreshOptions& options) {
    if (options.observed_at_us) refuse_no_time("observed_at_us", *options.observed_at_us);
    refuse_no_label(options.source);
}

Arrival arriving_now(Writer& writer, const RefreshOptions& options) {
    const std::int64_t now = writer.clock.next(writer.known_tail().recorded_at_us);
    return {.observed_at_us = options.observed_at_us.value_or(now),
            .recorded_at_us = now,
            .source = options.source,
            .precedence = options.precedence};
}

/// Says which batch an answer is about.
auto about(const Answer& answer) {
    return [&answer] { return "batch " + answer.batch().id; };
}

}  // namespace

RefreshResult StoreRepository::refresh(const Answer& answer, const RefreshOptions& options) {
    refuse_no_options(options);
    RefreshResult result;
    changing(about(answer),
             [&](Writer& writer) { result = refresh_batch(writer, answer, arriving_now(writer, options)); });
    return result;
}

std::vector<RefreshResult> StoreRepository::refresh(std::span<const std::string_view> answers,
                                                    const RefreshOptions& options) {
    // Others would wait for more of them as long as for a transaction.
    constexpr std::size_t most_shared = 100;
    if (part_ != nullptr || sessions_->open_writer() != nullptr || answers.size() > most_shared) {
        return BatchRepository::refresh(answers, options);
    }
    refuse_no_options(options);
    std::vector<Answer> read;
    read.reserve(answers.size());
    for (const std::string_view answer : answers) read.push_back(Answer::read(std::string(answer)));
    std::vector<RefreshResult> results(read.size());
    share([&](Writer& writer) {
        for (std::size_t i = 0; i < read.size(); ++i) {
            run_part(writer, about(read[i]), [&](Writer&) {
                results[i] = refresh_batch(writer, read[i], arriving_now(writer, options));
            });
        }
    });
    return results;
}

RefreshResult StoreRepository::restore(const Observation& entry, const Answer& answer) {
    refuse_no_time("observed_at_us", entry.observed_at_us);
    refuse_no_time("recorded_at_us", entry.recorded_at_us);
    RefreshResult result;
    changing(about(answer), [&](Writer& writer) {
        const LogTail& tail = writer.known_tail();
        const bool as_recorded = entry.id == answer.batch().id && !entry.is_absence() && !entry.is_act() &&
                                 continues(tail, entry, answer.text_digest());
        const Arrival arrival{
            .observed_at_us = entry.observed_at_us,
            .recorded_at_us = as_recorded ? entry.recorded_at_us : writer.clock.next(tail.recorded_at_us),
            .source = entry.source,
            .precedence = entry.precedence,
            .recorded_verdict = as_recorded ? std::optional(entry.verdict) : std::nullopt};
        result = refresh_batch(writer, answer, arrival);
    });
    return result;
}

template <class Complete>
RefreshResult StoreRepository::add_absence(Observation entry, const Complete& complete) {
    refuse_no_time("observed_at_us", entry.observed_at_us);
    refuse_no_absence(entry.body);
    entry.verdict = Verdict::absent;
    std::optional<RefreshResult> result;
    changing([&] { return "batch " + entry.id; },
             [&](Writer& writer) {
                 const bool as_recorded = complete(writer, entry);
                 result = batchstore::note_absence(writer, entry, as_recorded);
             });
    if (result) return *std::move(result);
    throw Error(ErrorKind::not_found,
                fmt::format("batch {}: the store does not know it, so it cannot be absent; store an answer "
                            "about it first",
                            entry.id));
}

RefreshResult StoreRepository::note_absence(std::string_view id, std::string_view words,
                                            const AbsenceOptions& options) {
    refuse_no_label(options.source);
    Observation entry{.id = std::string(id), .observed_at_us = options.observed_at_us.value_or(0)};
    entry.source = options.source;
    entry.body = words;
    return add_absence(std::move(entry), [&](Writer& writer, Observation& noted) {
        noted.recorded_at_us = writer.clock.next(writer.known_tail().recorded_at_us);
        noted.observed_at_us = options.observed_at_us.value_or(noted.recorded_at_us);
        return false;
    });
}

RefreshResult StoreRepository::restore_absence(const Observation& entry) {
    refuse_no_time("recorded_at_us", entry.recorded_at_us);
    return add_absence(entry, [](Writer& writer, Observation& noted) {
        const LogTail& tail = writer.known_tail();
        const bool as_recorded = continues(tail, noted, sha256(noted.body));
        if (!as_recorded) noted.recorded_at_us = writer.clock.next(tail.recorded_at_us);
        return as_recorded;
    });
}

bool StoreRepository::restore_pruned(const Observation& entry) {
    bool recorded = false;
    changing([&] { return fmt::format("the pruned entry {}", entry.seq); },
             [&](Writer& writer) { recorded = batchstore::restore_pruned(writer, entry); });
    return recorded;
}

bool StoreRepository::restore_act(const Observation& act) {
    refuse_no_time("observed_at_us", act.observed_at_us);
    refuse_no_time("recorded_at_us", act.recorded_at_us);
    if (!act.is_act() || !act.id.empty()) {
        throw Error(ErrorKind::invalid, fmt::format("entry {}: is no act", act.seq));
    }
    const Receipt receipt = read_receipt(act);
    bool recorded = false;
    changing([&] { return fmt::format("the act {}", act.seq); },
             [&](Writer& writer) { recorded = batchstore::restore_act(writer, act, receipt); });
    return recorded;
}

Removed StoreRepository::remove(std::span<const std::int64_t> newest_seqs, const RemovalOptions& options) {
    refuse_no_label(options.source);
    refuse_no_reason(options.reason);
    Removed removed;
    change_alone([] { return std::string("the batches to be removed"); },
                 [&](Writer& writer) { removed = remove_batches(writer, newest_seqs, options); });
    return removed;
}

Removed StoreRepository::thin(std::span<const std::int64_t> newest_seqs, const RemovalOptions& options) {
    refuse_no_label(options.source);
    refuse_no_reason(options.reason);
    Removed thinned;
    change_alone([] { return std::string("the batches to be thinned"); },
                 [&](Writer& writer) { thinned = thin_batches(writer, newest_seqs, options); });
    return thinned;
}

bool StoreRepository::compact(const std::atomic<bool>* stop) {
    return with_writer([&](Writer& writer) {
        Session& session = *writer.session;
        bool done = false;
        session.attempt([&] { return session.location() + ": compacting"; },
                        [&] { done = session.compact(stop); });
        return done;
    });
}

void StoreRepository::bulk(const std::function<void()>& work, const std::atomic<bool>* stop) {
    if (part_ != nullptr) {  // it is no more than the work
        work();
        return;
    }
    const auto around = [&](const std::function<void(Session&)>& change) {
        with_writer([&](Writer& writer) {
            Session& session = *writer.session;
            session.attempt([&] { return session.location(); }, [&] { change(session); });
        });
    };
    const auto end = [&] { around([&](Session& session) { session.end_bulk(stop); }); };
    around([](Session& session) { session.begin_bulk(); });
    try {
        work();
    } catch (...) {
        try {
            end();
        } catch (const Error&) {  // what went wrong first is what the caller wants to know
        }
        throw;
    }
    end();
}

}  // namespace batchstore
