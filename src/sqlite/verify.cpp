#include "sqlite/checks.hpp"
#include "sqlite/session.hpp"

#include <algorithm>
#include <atomic>
#include <future>

namespace batchstore::sqlite {

namespace {

/// Runs `check` in a thread and on a connection of its own; a store in memory has but one, and waits for it.
template <class Check>
auto begin(Connection& connection, const Check& check) {
    const bool in_memory = connection.location() == memory_location;
    return std::async(in_memory ? std::launch::deferred : std::launch::async,
                      [&connection, check, in_memory] {
                          if (in_memory) {
                              return check(connection);
                          }
                          OpenOptions options = connection.options();
                          options.access = Access::read;
                          Connection own(connection.location(), options);
                          const Transaction moment(own, Transaction::Mode::read);
                          return check(own);
                      });
}

Verification verify_all(Connection& connection, const VerifyOptions& options) {
    const std::int64_t total =
        connection.integer("SELECT (SELECT count(*) FROM observations) + (SELECT count(*) FROM batches)");
    std::atomic<std::int64_t> done = 0;
    const auto tell_progress = [&] {
        if (options.on_progress) {
            options.on_progress(std::min(done.load(), total), total);
        }
    };
    Problems in_log;
    Problems in_states;
    Problems in_file;
    auto log = begin(connection,
                     [&](Connection& own) { return check_log(own, options.since, in_log, [&] { ++done; }); });
    auto file = begin(connection, [&](Connection& own) {
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
    for (const Problems* part : {&in_log, &in_states, &in_file}) {
        found.problems.insert(found.problems.end(), part->texts().begin(), part->texts().end());
    }
    found.problems.resize(std::min(found.problems.size(), Problems::most));
    return found;
}

}  // namespace

Verification Session::verify(const VerifyOptions& options) const {
    return translating(connection_.location() + ": the verification", [&] {
        const Transaction moment(connection_, Transaction::Mode::read);
        return verify_all(connection_, options);
    });
}

}  // namespace batchstore::sqlite
