#include "model/digest.hpp"
#include "model/reading.hpp"
#include "repository/chain.hpp"
#include "repository/checking/checks.hpp"
#include "repository/checking/emptied_entries.hpp"

#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// The id of the batch that an answer is about; empty if it cannot be read.
std::string id_in(const std::string& answer) {
    try {
        return read_answer(answer).batch.id;
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
            0,
            [&](Observation& entry) {
                check_entry(entry, readable);
                log_.acts += readable && entry.is_act() ? 1 : 0;
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
        emptied_.compare(problems_);
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
        if (readable) emptied_.add(entry, problems_);
        check_since({entry.seq, entry.digest});
    }

    bool carries(const Digest& computed, const Observation& entry) const {
        return chain_digest(log_.head.digest, computed) == entry.digest;
    }

    /// The batch that an entry is about: that of an answer stands in it, and that of an absence in the answer
    /// before it. Empty for an act, and if there is none.
    std::string own_id(const Observation& entry) {
        if (entry.is_act()) return {};
        return id_in(entry.is_absence() ? session_.answer_before(entry.seq) : entry.body);
    }

    /// An entry is sound, too, if only the batch that it is filed under is wrong.
    bool carries_own(Observation& entry) {
        const Digest body = sha256(entry.body);
        if (carries(entry_digest(entry, body), entry)) {
            return true;
        }
        const std::string filed = std::exchange(entry.id, own_id(entry));
        if (filed == entry.id || !carries(entry_digest(entry, body), entry)) {
            return false;
        }
        const std::string own = entry.is_act() ? "no batch" : "batch " + entry.id;
        filing_.report(filed.empty() ? fmt::format("entry {}: is of {}, which has no row", entry.seq, own)
                                     : fmt::format("entry {}: is of {}, but is filed under batch {}",
                                                   entry.seq, own, filed));
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
    EmptiedEntries emptied_;
};

}  // namespace

CheckedLog check_log(Session& session, const std::optional<Head>& since, Problems& problems, Problems& filing,
                     const Tick& tick) {
    return LogCheck(session, since, problems, filing, tick).run();
}

}  // namespace batchstore
