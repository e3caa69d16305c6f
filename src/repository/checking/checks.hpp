#pragma once

#include "repository/session.hpp"

#include <batchstore/verification.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The parts of a verification. Each wants a session of its own to run beside another, and a transaction
/// that is open on it.
namespace batchstore {

/// What was found wrong: the first hundred.
class Problems {
public:
    static constexpr std::size_t most = 100;

    void report(std::string problem) {
        if (texts_.size() < most) {
            texts_.push_back(std::move(problem));
        }
    }
    const std::vector<std::string>& texts() const { return texts_; }
    bool none() const { return texts_.empty(); }

private:
    std::vector<std::string> texts_;
};

/// Called for each entry or batch that was checked.
using Tick = std::function<void()>;

struct CheckedLog {
    Head head{};
    std::int64_t entries = 0;
    std::int64_t pruned = 0;  ///< of these, emptied ones
    std::int64_t acts = 0;    ///< of these, acts
};

/// Every entry must carry the digest that follows from it and the one before, and every emptied one be named
/// by an act behind it.
/// @param filing takes entries that are sound, but belong to another batch than the tables say
CheckedLog check_log(Session& session, const std::optional<Head>& since, Problems& problems, Problems& filing,
                     const Tick& tick);

/// Every state must be what its observations fold to, and every entry's verdict what follows from the entries
/// of its batch before it. @returns how many batches there are
/// @param verdicts takes entries whose verdict does not follow. It says something only where every entry is
///   filed under its own batch, and nothing in the log was changed since.
/// @param wrong takes the keys of batches whose states are not
std::int64_t check_states(Session& session, Problems& problems, Problems& verdicts, const Tick& tick,
                          std::vector<std::int64_t>* wrong = nullptr);

/// All of them, and the backend's own, on one session and inside its transaction.
/// Its progress is as `VerifyOptions` says; what ends it is up to the caller.
Verification verify_alone(Session& session, const VerifyOptions& options);

}  // namespace batchstore
