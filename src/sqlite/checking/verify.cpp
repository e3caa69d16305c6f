#include "sqlite/checking/checks.hpp"
#include "sqlite/file/interruption.hpp"
#include "sqlite/session.hpp"

#include <algorithm>
#include <atomic>
#include <future>

namespace batchstore::sqlite {

namespace {

/// Whether the checks run side by side, each on a connection of its own, or one after the other on the one
/// there is.
enum class Checking { beside, alone };

/// Begins a check, or puts it off until it is waited for.
template <class Check>
auto begin(Connection& connection, Checking checking, const std::atomic<bool>* stop, const Check& check) {
    const bool alone = checking == Checking::alone;
    return std::async(alone ? std::launch::deferred : std::launch::async, [&connection, stop, check, alone] {
        if (alone) {
            return check(connection);
        }
        OpenOptions options = connection.options();
        options.access = Access::read;
        Connection own(connection.location(), options);
        const Interruption interruption(own, stop);
        const Transaction moment(own, Transaction::Mode::read);
        return check(own);
    });
}

Verification verify_all(Connection& connection, Checking checking, const VerifyOptions& options) {
    const std::int64_t total =
        connection.integer("SELECT (SELECT count(*) FROM observations) + (SELECT count(*) FROM batches)");
    std::atomic<std::int64_t> done = 0;
    const auto tell_progress = [&] {
        if (options.on_progress) {
            options.on_progress(std::min(done.load(), total), total);
        }
    };
    Problems in_log;
    Problems in_filing;
    Problems in_states;
    Problems in_file;
    auto log = begin(connection, checking, options.stop, [&](Connection& own) {
        return check_log(own, options.since, in_log, in_filing, [&] { ++done; });
    });
    auto file = begin(connection, checking, options.stop, [&](Connection& own) {
        check_file(own, in_file);
        return true;
    });
    Verification found;
    found.batches = check_states(connection, in_states, [&] {
        if (++done % 1000 == 0) {
            tell_progress();
        }
    });
    const CheckedLog checked = log.get();
    file.get();
    tell_progress();
    found.head = checked.head;
    found.observations = checked.entries;
    found.pruned = checked.pruned;
    found.log_is_sound = in_log.none();
    for (const Problems* part : {&in_log, &in_filing, &in_states, &in_file}) {
        found.problems.insert(found.problems.end(), part->texts().begin(), part->texts().end());
    }
    found.problems.resize(std::min(found.problems.size(), Problems::most));
    return found;
}

}  // namespace

Verification verify_on(Connection& connection, const VerifyOptions& options) {
    return verify_all(connection, Checking::alone, options);
}

Verification Session::verify(const VerifyOptions& options) const {
    return translating(connection_.location() + ": the verification", [&] {
        const Transaction moment(connection_, Transaction::Mode::read);
        const Interruption interruption(connection_, options.stop);
        Verification found;
        const Checking checking =
            connection_.location() == memory_location ? Checking::alone : Checking::beside;
        found.stopped = !unless_interrupted([&] { found = verify_all(connection_, checking, options); });
        return found;
    });
}

}  // namespace batchstore::sqlite
