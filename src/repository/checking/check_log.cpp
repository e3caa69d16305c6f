#include "model/digest.hpp"
#include "model/reading.hpp"
#include "repository/chain.hpp"
#include "repository/checking/checks.hpp"

#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// The id of the batch that an answer is about; empty if it cannot be read.
std::string id_in(const std::string& body) {
    try {
        return read_answer(body).batch.id;
    } catch (const Error&) {
        return {};
    }
}

class LogCheck {
public:
    LogCheck(Session& session, const std::optional<Head>& since, Problems& problems, Problems& filing,
             const Tick& tick)
        : session_(session), since_(since), problems_(problems), filing_(filing), tick_(tick) {}

    CheckedLog run() {
        check_since(log_.head);
        bool readable = true;
        session_.each_entry(
            [&](Observation& entry) {
                check_entry(entry, readable);
                readable = true;
                log_.head = {entry.seq, entry.digest};
                ++log_.entries;
                log_.pruned += entry.pruned() ? 1 : 0;
                tick_();
                return true;
            },
            [&](const Observation& entry) {
                problems_.report(fmt::format("entry {}: has no precedence or no verdict", entry.seq));
                readable = false;
            });
        if (since_ && since_->seq > log_.head.seq) {
            problems_.report(fmt::format("the log ends at entry {}, before the head {}", log_.head.seq,
                                         to_string(*since_)));
        }
        return log_;
    }

private:
    void check_entry(Observation& entry, bool readable) {
        const bool follows = readable && (entry.pruned() ? carries(*entry.entry, entry) : carries_own(entry));
        if (entry.seq != log_.head.seq + 1) {
            problems_.report(fmt::format("entry {}: follows entry {}; entries between them are missing",
                                         entry.seq, log_.head.seq));
        }
        if (!follows) {
            problems_.report(fmt::format(
                "entry {}: was changed, or an entry before it was (its digest does not follow)", entry.seq));
        }
        check_since({entry.seq, entry.digest});
    }

    bool carries(const Digest& computed, const Observation& entry) const {
        return chain_digest(log_.head.digest, computed) == entry.digest;
    }

    /// An entry is sound, too, if only the batch that it is filed under is wrong: whose it is stands in the
    /// answer, and an absence is of the batch of the answer before it.
    bool carries_own(Observation& entry) {
        const Digest body = sha256(entry.body);
        if (carries(entry_digest(entry, body), entry)) {
            return true;
        }
        const std::string filed = std::exchange(
            entry.id, id_in(entry.is_absence() ? session_.answer_before(entry.seq) : entry.body));
        if (filed == entry.id || !carries(entry_digest(entry, body), entry)) {
            return false;
        }
        filing_.report(filed.empty()
                           ? fmt::format("entry {}: is of batch {}, which has no row", entry.seq, entry.id)
                           : fmt::format("entry {}: is of batch {}, but is filed under batch {}", entry.seq,
                                         entry.id, filed));
        return true;
    }

    void check_since(const Head& head) {
        if (since_ && head.seq == since_->seq && head != *since_) {
            problems_.report(fmt::format("entry {}: the log does not pass through the head {}", head.seq,
                                         to_string(*since_)));
        }
    }

    Session& session_;
    const std::optional<Head>& since_;
    Problems& problems_;
    Problems& filing_;
    const Tick& tick_;
    CheckedLog log_;
};

}  // namespace

CheckedLog check_log(Session& session, const std::optional<Head>& since, Problems& problems, Problems& filing,
                     const Tick& tick) {
    return LogCheck(session, since, problems, filing, tick).run();
}

}  // namespace batchstore
