#include "repository/store/arriving.hpp"
#include "repository/store_files.hpp"
#include "repository/thinning/thinned.hpp"
#include "repository/verify_step.hpp"
#include "transfer/archive.hpp"

#include <batchstore/error.hpp>
#include <batchstore/prune.hpp>
#include <batchstore/store.hpp>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace batchstore {

namespace {

Condition test(std::string field, Operator comparison,
               std::vector<std::variant<std::int64_t, std::string>> values = {}) {
    return {.kind = Condition::Kind::test,
            .field = std::move(field),
            .comparison = comparison,
            .values = std::move(values)};
}

/// Those that ended before the time, or, if nobody said when, were last seen before it.
Condition ended_before(std::int64_t seconds) {
    using Kind = Condition::Kind;
    constexpr std::int64_t us = 1'000'000;
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / us;
    if (seconds < -most || seconds > most) {
        throw Error(ErrorKind::invalid, fmt::format("the time {} is not one in seconds", seconds));
    }
    const Condition timeless{.kind = Kind::negation, .parts = {test("ended_at", Operator::is_set)}};
    const Condition unseen{.kind = Kind::all,
                           .parts = {timeless, test("last_seen_at_us", Operator::less, {seconds * us})}};
    return {.kind = Kind::all,
            .parts = {test("phase", Operator::equal, {std::string("ended")}),
                      {.kind = Kind::any, .parts = {test("ended_at", Operator::less, {seconds}), unseen}}}};
}

Query chosen_by(const PruneOptions& options) {
    if (options.query.as_of_us || options.query.as_of_head) {
        throw Error(ErrorKind::invalid, "batches are pruned as they are now; ask without a past time");
    }
    Query query = options.query;
    Condition where = ended_before(options.ended_before);
    if (query.where) {
        where.parts.push_back(std::move(*query.where));
    }
    query.where = std::move(where);
    query.only = {"status", "completed_at", "failed_at", "expired_at", "cancelled_at"};
    return query;
}

/// One run of `prune`.
class Pruning {
public:
    Pruning(BatchRepository& repository, const PruneOptions& options)
        : repository_(repository), options_(options), query_(chosen_by(options)) {}

    Pruned run();

private:
    bool stop_wanted() const { return options_.stop != nullptr && *options_.stop; }
    void tell(std::string_view step, std::int64_t done, std::int64_t total) const;
    /// @returns false if it was stopped
    bool verify(std::string_view state_of_things);
    bool choose(Archive* archive);
    void choose_one(const StoredBatch& batch, std::span<const Observation> entries, Archive* archive);
    std::int64_t choose_entries(std::span<const Observation> entries, Archive* archive);
    void choose_entry(const Observation& entry, Archive* archive);
    void put_in_slice(std::size_t entries);
    bool archive();
    bool prune();
    bool remove();
    void remove_in_short_transactions();
    void remove(std::span<const std::int64_t> slice, const RemovalOptions& said);
    bool compact();
    bool is_worth_compacting() const;

    /// Batches that are emptied in one transaction.
    struct Slice {
        std::size_t batches = 0;
        std::size_t entries = 0;  ///< that the log has of them
    };

    BatchRepository& repository_;
    const PruneOptions& options_;
    const Query query_;
    std::int64_t expected_ = 0;              ///< batches to be chosen, for the progress
    std::vector<std::int64_t> newest_seqs_;  ///< of the batches chosen
    std::vector<Slice> slices_;              ///< of these
    std::int64_t chosen_observations_ = 0;
    Pruned done_;
};

Pruned Pruning::run() {
    const StoreInfo before = repository_.store().info();
    if (!options_.archive.empty() && belongs_to_store(options_.archive, before.location)) {
        throw Error(ErrorKind::invalid, options_.archive + ": is the store itself; name another file");
    }
    done_.size_before_bytes = before.size_bytes;
    done_.head_before = before.head;
    expected_ = repository_.count(query_);
    if (options_.dry_run) {
        done_.stopped = !choose(nullptr);
        done_.batches = static_cast<std::int64_t>(newest_seqs_.size());
        done_.observations = chosen_observations_;
    } else if (expected_ > 0) {
        done_.stopped = !verify("does not verify, and nothing was pruned") || !archive() || !prune();
        done_.verified = !done_.stopped;
    }
    const StoreInfo after = repository_.store().info();
    done_.size_bytes = after.size_bytes;
    done_.head = after.head;
    return std::move(done_);
}

void Pruning::tell(std::string_view step, std::int64_t done, std::int64_t total) const {
    if (options_.on_progress) {
        options_.on_progress({.step = step, .unit = "batches", .done = done, .total = total});
    }
}

bool Pruning::verify(std::string_view state_of_things) {
    const Verification found =
        repository_.store().verify(verify_step(done_.head_before, options_.on_progress, options_.stop));
    if (!found.problems.empty()) {
        throw Error(ErrorKind::corrupt,
                    fmt::format("{}: {} ({}); run verify", repository_.store().info().location,
                                state_of_things, found.problems.front()));
    }
    return found.ok();
}

/// Chooses batches as of one moment, and hands their entries to the archive.
bool Pruning::choose(Archive* archive) {
    const std::int64_t every = options_.thin ? 100 : 1'000;
    std::int64_t met = 0;
    const auto take = [&](const StoredBatch& batch, std::span<const Observation> entries) {
        if (!entries.empty()) {  // as in a damaged store, which only a dry run gets to see
            choose_one(batch, entries, archive);
        }
        if (++met % every == 0) {
            tell(archive == nullptr ? "choose" : "archive", met, expected_);
        }
        return !stop_wanted();
    };
    repository_.store().each_history(take, query_);
    return !stop_wanted();
}

void Pruning::choose_one(const StoredBatch& batch, std::span<const Observation> entries, Archive* archive) {
    const std::int64_t chosen = choose_entries(entries, archive);
    if (chosen == 0) {
        return;
    }
    chosen_observations_ += chosen;
    done_.kept_observations += static_cast<std::int64_t>(entries.size()) - chosen;
    newest_seqs_.push_back(entries.back().seq);
    put_in_slice(entries.size());
    if (const auto ended = ended_at(batch)) {
        done_.first_ended_at = std::min(*ended, done_.first_ended_at.value_or(*ended));
        done_.last_ended_at = std::max(*ended, done_.last_ended_at.value_or(*ended));
    }
}

/// @returns how many of a batch are to be emptied
std::int64_t Pruning::choose_entries(std::span<const Observation> entries, Archive* archive) {
    if (options_.thin) {
        const std::vector<std::size_t> emptied = thinned(entries).emptied;
        for (const std::size_t place : emptied) choose_entry(entries[place], archive);
        return static_cast<std::int64_t>(emptied.size());
    }
    for (const Observation& entry : entries) choose_entry(entry, archive);
    return static_cast<std::int64_t>(entries.size());
}

void Pruning::choose_entry(const Observation& entry, Archive* archive) {
    done_.answer_bytes += static_cast<std::int64_t>(entry.body.size());
    if (archive != nullptr) {
        archive->add(entry);
    }
}

/// Thinning folds every entry in its transaction, so there may be fewer batches in one.
void Pruning::put_in_slice(std::size_t entries) {
    constexpr std::size_t most_entries = 20'000;
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(1, options_.batches_a_transaction));
    const bool full = slices_.empty() || slices_.back().batches == most ||
                      (options_.thin && slices_.back().entries >= most_entries);
    if (full) slices_.emplace_back();
    ++slices_.back().batches;
    slices_.back().entries += entries;
}

bool Pruning::archive() {
    if (options_.archive.empty()) {
        return choose(nullptr);
    }
    Archive archive(options_.archive);
    if (!choose(&archive)) {
        return false;
    }
    if (newest_seqs_.empty()) {
        return true;
    }
    done_.archive = archive.keep(options_.stop);
    return done_.archive.has_value();
}

/// There may be nothing to do for thinning.
bool Pruning::prune() {
    return newest_seqs_.empty() ||
           (remove() && compact() && verify("does not verify after batches were pruned"));
}

bool Pruning::remove() {
    repository_.store().bulk([&] { remove_in_short_transactions(); }, options_.stop);
    return !stop_wanted();
}

/// Others who write do not wait long for one.
void Pruning::remove_in_short_transactions() {
    RemovalOptions said{.source = options_.source, .reason = options_.reason};
    if (done_.archive) said.archive_sha256 = done_.archive->sha256;
    std::span<const std::int64_t> left = newest_seqs_;
    for (auto slice = slices_.begin(); slice != slices_.end() && !stop_wanted(); ++slice) {
        remove(left.first(slice->batches), said);
        left = left.subspan(slice->batches);
        const auto tried = static_cast<std::int64_t>(newest_seqs_.size() - left.size());
        done_.spared = tried - done_.batches;
        tell(options_.thin ? "thin" : "remove", tried, static_cast<std::int64_t>(newest_seqs_.size()));
    }
}

void Pruning::remove(std::span<const std::int64_t> slice, const RemovalOptions& said) {
    Store& store = repository_.store();
    try {
        const Removed removed = options_.thin ? store.thin(slice, said) : store.remove(slice, said);
        done_.batches += removed.batches;
        done_.observations += removed.observations;
        done_.acts.insert(done_.acts.end(), removed.acts.begin(), removed.acts.end());
    } catch (const Error& error) {
        throw Error(error.kind(), fmt::format("{}; {} of {} batches were pruned before, the others stay",
                                              error.what(), done_.batches, newest_seqs_.size()));
    }
}

bool Pruning::is_worth_compacting() const {
    constexpr std::int64_t part = 5;
    const StoreInfo now = repository_.store().info();
    return (now.free_bytes + done_.answer_bytes) * part >= now.size_bytes;
}

bool Pruning::compact() {
    const bool wanted = options_.compact == Compact::always ||
                        (options_.compact == Compact::when_worthwhile && is_worth_compacting());
    if (!wanted) {
        return true;
    }
    try {
        done_.compacted = repository_.store().compact(options_.stop);
        return done_.compacted;
    } catch (const Error& error) {
        done_.not_compacted = error.what();
        return true;
    }
}

}  // namespace

Pruned prune(BatchRepository& repository, const PruneOptions& options) {
    refuse_no_label(options.source);
    refuse_no_reason(options.reason);
    return Pruning(repository, options).run();
}

}  // namespace batchstore
