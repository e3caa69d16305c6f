#include "repository/store/acts.hpp"

#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "repository/store/refresh.hpp"
#include "repository/thinning/thinned.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace batchstore {

namespace {

/// Appends an act, recorded now. @returns its `seq`
std::int64_t append_act(Writer& writer, const Receipt& receipt, const std::string& source) {
    LogTail& tail = writer.known_tail();
    const std::int64_t now = writer.clock.next(tail.recorded_at_us);
    Observation act{.observed_at_us = now,
                    .recorded_at_us = now,
                    .source = source,
                    .verdict = Verdict::pruned,
                    .body = to_json_text(receipt)};
    link(tail, act, sha256(act.body));
    writer.session->append_act(act);
    return act.seq;
}

/// Empties entries of batches, with the states or without.
class Emptying {
public:
    Emptying(Writer& writer, ActKind kind, const RemovalOptions& options)
        : writer_(writer), kind_(kind), options_(options) {}

    Removed run(std::span<const std::int64_t> newest_seqs) {
        // The line of an act in a dump stays far shorter than the longest that is read.
        constexpr std::size_t entries_of_an_act = 100'000;
        for (const std::int64_t seq : newest_seqs) {
            if (const auto batch_key = writer_.session->batch_of_newest(seq)) empty(*batch_key);
            if (emptied_.size() >= entries_of_an_act) tell();
        }
        if (!emptied_.empty()) tell();
        return std::move(removed_);
    }

private:
    void empty(std::int64_t batch_key) {
        if (kind_ == ActKind::thin) {
            thin(batch_key);
        } else {
            remove(batch_key);
        }
    }

    void remove(std::int64_t batch_key) {
        for (const LoggedEntry& entry : writer_.session->entries_of(batch_key)) empty(entry.observation);
        writer_.session->remove_state(batch_key);
        ++batches_;
    }

    void thin(std::int64_t batch_key) {
        Session& session = *writer_.session;
        std::vector<LoggedEntry> logged = session.entries_of(batch_key);
        sort_as_logged(logged);
        std::vector<Observation> entries;
        entries.reserve(logged.size());
        for (LoggedEntry& entry : logged) entries.push_back(std::move(entry.observation));
        const auto standing = session.standing_of(batch_key);
        const Thinned thinned = batchstore::thinned(entries);
        if (!standing || thinned.emptied.empty()) return;
        for (const std::size_t place : thinned.emptied) empty(entries[place]);
        Standing after = *standing;
        after.revision = thinned.revision;
        const StoredBatch state = session.load(batch_key);
        session.update(state, state, after);
        ++batches_;
    }

    void empty(const Observation& entry) {
        writer_.session->prune(entry.seq, entry_digest(entry, sha256(entry.body)));
        emptied_.push_back(entry.seq);
    }

    /// Says what was emptied since the act before.
    void tell() {
        Receipt receipt{.kind = kind_,
                        .batches = std::exchange(batches_, 0),
                        .observations = static_cast<std::int64_t>(emptied_.size()),
                        .archive_sha256 = options_.archive_sha256,
                        .reason = options_.reason};
        std::ranges::sort(emptied_);
        for (const std::int64_t seq : emptied_) append_entry(receipt.entries, seq);
        emptied_.clear();
        settle_emptied(writer_);
        removed_.acts.push_back(append_act(writer_, receipt, options_.source));
        removed_.batches += receipt.batches;
        removed_.observations += receipt.observations;
    }

    Writer& writer_;
    ActKind kind_;
    const RemovalOptions& options_;
    std::vector<std::int64_t> emptied_;
    std::int64_t batches_ = 0;
    Removed removed_;
};

/// Whether all that a receipt names is empty here.
bool is_done(Session& session, const Receipt& receipt) {
    return std::ranges::all_of(receipt.entries, [&](const EntryRange& range) {
        return session.count_pruned(range.first, range.last) == range.last - range.first + 1;
    });
}

}  // namespace

Removed remove_batches(Writer& writer, std::span<const std::int64_t> newest_seqs,
                       const RemovalOptions& options) {
    return Emptying(writer, ActKind::prune, options).run(newest_seqs);
}

Removed thin_batches(Writer& writer, std::span<const std::int64_t> newest_seqs,
                     const RemovalOptions& options) {
    return Emptying(writer, ActKind::thin, options).run(newest_seqs);
}

bool restore_pruned(Writer& writer, const Observation& entry) {
    LogTail& tail = writer.known_tail();
    if (!continues(tail, entry)) return false;
    writer.session->append_pruned(entry);
    tail.head = {entry.seq, entry.digest};
    append_entry(writer.came_empty, entry.seq);
    return true;
}

bool restore_act(Writer& writer, const Observation& act, const Receipt& receipt) {
    LogTail& tail = writer.known_tail();
    if (!continues(tail, act, sha256(act.body)) || !is_done(*writer.session, receipt)) return false;
    writer.session->append_act(act);
    tail = {{act.seq, act.digest}, act.recorded_at_us};
    writer.came_empty = without(writer.came_empty, receipt.entries);
    return true;
}

void settle_emptied(Writer& writer) {
    if (writer.came_empty.empty()) return;
    Receipt receipt{.kind = ActKind::restore, .entries = std::exchange(writer.came_empty, {})};
    for (const auto& [first, last] : receipt.entries) receipt.observations += last - first + 1;
    append_act(writer, receipt, "");
}

}  // namespace batchstore
