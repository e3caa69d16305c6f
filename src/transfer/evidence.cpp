#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "transfer/line_writer.hpp"

#include <batchstore/error.hpp>
#include <batchstore/evidence.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace batchstore {

namespace {

bool stop_wanted(const EvidenceOptions& options) {
    return options.stop != nullptr && *options.stop;
}

/// The places in the log of what is asked for, in its order. Counts the batches.
std::vector<std::int64_t> chosen_entries(const BatchReader& moment, const EvidenceOptions& options,
                                         Evidence& evidence) {
    std::vector<std::int64_t> seqs;
    Query query = options.query;
    query.only = {"id"};
    const auto take = [&](const StoredBatch&, std::span<const Observation> history) {
        ++evidence.batches;
        for (const Observation& entry : history) seqs.push_back(entry.seq);
        return !stop_wanted(options);
    };
    moment.store().each_history(take, query);
    std::ranges::sort(seqs);
    evidence.observations = static_cast<std::int64_t>(seqs.size());
    return seqs;
}

/// Writes both files while the entries of a log go by.
class Proof {
public:
    Proof(const EvidenceOptions& options, std::vector<std::int64_t> chosen, Evidence& evidence)
        : chosen_(std::move(chosen)), answers_(options.answers), chain_(options.chain), evidence_(evidence) {}

    /// @returns false once nobody takes more
    bool add(const Observation& entry) {
        if (entry.seq < chosen_.front()) {
            evidence_.before = {entry.seq, entry.digest};
            return true;
        }
        if (entry.seq == chosen_.front()) begin();
        const Digest digest = entry.pruned() ? *entry.entry : entry_digest(entry, sha256(entry.body));
        require_follows(entry, digest);
        evidence_.head = {entry.seq, entry.digest};
        if (!is_next_chosen(entry.seq)) {
            chain_.line() += to_hex(digest);
            return chain_.end_line();
        }
        ++next_;
        answers_.line() += to_json_text(entry);
        chain_.line() += "answer";
        return answers_.end_line() && chain_.end_line();
    }

    bool end() { return answers_.flush() && chain_.flush(); }

private:
    void begin() {
        evidence_.head = evidence_.before;
        chain_.line() += to_string(evidence_.before);
        chain_.end_line();
    }

    void require_follows(const Observation& entry, const Digest& digest) const {
        if (chain_digest(evidence_.head.digest, digest) == entry.digest) return;
        throw Error(ErrorKind::corrupt,
                    fmt::format("entry {} of the log: was changed, or an entry before it was changed or "
                                "removed; see verify",
                                entry.seq));
    }

    bool is_next_chosen(std::int64_t seq) const { return next_ < chosen_.size() && chosen_[next_] == seq; }

    std::vector<std::int64_t> chosen_;
    std::size_t next_ = 0;
    LineWriter answers_;
    LineWriter chain_;
    Evidence& evidence_;
};

void report_progress(const EvidenceOptions& options, std::int64_t done, std::int64_t total) {
    constexpr std::int64_t step = 1'024;
    if (options.on_progress && (done % step == 0 || done == total)) {
        options.on_progress({"evidence", "entries", done, total});
    }
}

Evidence evidence_at(const BatchReader& moment, const EvidenceOptions& options) {
    Evidence evidence;
    std::vector<std::int64_t> chosen = chosen_entries(moment, options, evidence);
    evidence.stopped = stop_wanted(options);
    if (evidence.stopped || chosen.empty()) return evidence;
    const std::int64_t end = moment.head().seq;
    const std::int64_t last = options.query.as_of_head ? options.query.as_of_head->seq : end;
    Proof proof(options, std::move(chosen), evidence);
    bool complete = true;
    moment.store().each_observation([&](const Observation& entry) {
        if (entry.seq > last) return false;
        complete = proof.add(entry) && !stop_wanted(options);
        report_progress(options, entry.seq, last);
        return complete;
    });
    evidence.stopped = !complete || !proof.end();
    return evidence;
}

}  // namespace

Evidence write_evidence(const BatchReader& repository, const EvidenceOptions& options) {
    Evidence evidence;
    repository.snapshot([&](const BatchReader& moment) { evidence = evidence_at(moment, options); });
    return evidence;
}

}  // namespace batchstore
