#include "repository/checking/verify.hpp"

#include "repository/checking/checks.hpp"

#include <algorithm>
#include <atomic>
#include <future>

namespace batchstore {

namespace {

/// A verification at work: its parts, which may run side by side, and what they found.
class Verifying {
public:
    Verifying(Session& session, const VerifyOptions& options)
        : session_(session), options_(options), total_(session.tail().head.seq + session.count({})) {}

    void check_log(Session& session) {
        log_ = batchstore::check_log(session, options_.since, in_log_, in_filing_, [&] { ++done_; });
    }
    void check_storage(Session& session) {
        session.check_storage([&](std::string problem) { in_storage_.report(std::move(problem)); },
                              [&](std::string note) { notes_.report(std::move(note)); });
    }
    void check_states() {
        constexpr std::int64_t every = 1000;
        batches_ = batchstore::check_states(session_, in_states_, in_verdicts_, [&] {
            if (++done_ % every == 0) tell_progress();
        });
    }

    Verification found() const {
        tell_progress();
        // Of a log that was changed, or whose entries lie with other batches, verdicts say nothing.
        const Problems no_verdicts;
        const Problems& in_verdicts = in_log_.none() && in_filing_.none() ? in_verdicts_ : no_verdicts;
        Verification found{.head = log_.head,
                           .observations = log_.entries - log_.acts,
                           .pruned = log_.pruned,
                           .acts = log_.acts,
                           .batches = batches_,
                           .notes = notes_.texts(),
                           .log_is_sound = in_log_.none() && in_verdicts.none()};
        for (const Problems* part : {&in_log_, &in_verdicts, &in_filing_, &in_states_, &in_storage_}) {
            found.problems.insert(found.problems.end(), part->texts().begin(), part->texts().end());
        }
        found.problems.resize(std::min(found.problems.size(), Problems::most));
        return found;
    }

private:
    void tell_progress() const {
        if (options_.on_progress) options_.on_progress(std::min(done_.load(), total_), total_);
    }

    Session& session_;
    const VerifyOptions& options_;
    std::int64_t total_;
    std::atomic<std::int64_t> done_ = 0;
    Problems in_log_;
    Problems in_verdicts_;
    Problems in_filing_;
    Problems in_states_;
    Problems in_storage_;
    Problems notes_;
    CheckedLog log_;
    std::int64_t batches_ = 0;
};

/// Runs a check on one moment. @returns false if it was stopped
bool run_check(Session& session, const std::atomic<bool>* stop, const Session::Work& check) {
    bool whole = false;
    session.attempt([&] { return session.location() + ": the verification"; },
                    [&] {
                        session.in_transaction(Session::Mode::read,
                                               [&] { whole = session.unless_stopped(stop, check); });
                    });
    return whole;
}

}  // namespace

Verification verify_alone(Session& session, const VerifyOptions& options) {
    Verifying verifying(session, options);
    verifying.check_states();
    verifying.check_log(session);
    verifying.check_storage(session);
    return verifying.found();
}

Verification verify(Session& session, const VerifyOptions& options) {
    Verification found;
    found.stopped = !run_check(session, options.stop, [&] { found = verify_alone(session, options); });
    return found;
}

Verification verify(SessionPool& sessions, const VerifyOptions& options) {
    const SessionPool::Reader reader(sessions);
    Session& session = *reader;
    if (!sessions.has_many()) return verify(session, options);
    Verification found;
    bool others_whole = true;
    const bool whole = run_check(session, options.stop, [&] {
        Verifying verifying(session, options);
        const auto beside = [&](void (Verifying::*check)(Session&)) {
            return std::async(std::launch::async, [&sessions, &options, &verifying, check] {
                const SessionPool::Reader own(sessions);
                return run_check(*own, options.stop, [&] { (verifying.*check)(*own); });
            });
        };
        auto log = beside(&Verifying::check_log);
        auto storage = beside(&Verifying::check_storage);
        verifying.check_states();
        others_whole = log.get();
        others_whole = storage.get() && others_whole;
        found = verifying.found();
    });
    found.stopped = !whole || !others_whole;
    return found;
}

}  // namespace batchstore
