#include "repository/store/arriving.hpp"
#include "repository/store_files.hpp"
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
    bool archive();
    bool remove();
    void remove_in_short_transactions();
    bool compact();
    bool is_worth_compacting() const;

    BatchRepository& repository_;
    const PruneOptions& options_;
    const Query query_;
    std::int64_t expected_ = 0;              ///< batches to be chosen, for the progress
    std::vector<std::int64_t> newest_seqs_;  ///< of the batches chosen
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
        done_.stopped = !verify("does not verify, and nothing was pruned") || !archive() || !remove() ||
                        !compact() || !verify("does not verify after batches were pruned");
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
    constexpr std::int64_t every = 1'000;
    const auto take = [&](const StoredBatch& batch, std::span<const Observation> entries) {
        if (entries.empty()) {  // in a damaged store, which only a dry run gets to see
            return !stop_wanted();
        }
        for (const Observation& entry : entries) {
            done_.answer_bytes += static_cast<std::int64_t>(entry.body.size());
            if (archive != nullptr) {
                archive->add(entry);
            }
        }
        chosen_observations_ += static_cast<std::int64_t>(entries.size());
        newest_seqs_.push_back(entries.back().seq);
        if (const auto ended = ended_at(batch)) {
            done_.first_ended_at = std::min(*ended, done_.first_ended_at.value_or(*ended));
            done_.last_ended_at = std::max(*ended, done_.last_ended_at.value_or(*ended));
        }
        const auto chosen = static_cast<std::int64_t>(newest_seqs_.size());
        if (chosen % every == 0) {
            tell(archive == nullptr ? "choose" : "archive", chosen, expected_);
        }
        return !stop_wanted();
    };
    repository_.store().each_history(take, query_);
    return !stop_wanted();
}

bool Pruning::archive() {
    if (options_.archive.empty()) {
        return choose(nullptr);
    }
    Archive archive(options_.archive);
    if (!choose(&archive)) {
        return false;
    }
    done_.archive = archive.keep(options_.stop);
    return done_.archive.has_value();
}

bool Pruning::remove() {
    repository_.store().bulk([&] { remove_in_short_transactions(); }, options_.stop);
    return !stop_wanted();
}

/// Others who write do not wait long for one.
void Pruning::remove_in_short_transactions() {
    const auto at_once = static_cast<std::size_t>(std::max<std::int64_t>(1, options_.batches_a_transaction));
    const auto all = static_cast<std::int64_t>(newest_seqs_.size());
    RemovalOptions said{.source = options_.source, .reason = options_.reason};
    if (done_.archive) said.archive_sha256 = done_.archive->sha256;
    std::int64_t tried = 0;
    for (std::span<const std::int64_t> left = newest_seqs_; !left.empty() && !stop_wanted();) {
        const auto slice = left.first(std::min(left.size(), at_once));
        left = left.subspan(slice.size());
        try {
            const Removed removed = repository_.store().remove(slice, said);
            done_.batches += removed.batches;
            done_.observations += removed.observations;
            done_.acts.insert(done_.acts.end(), removed.acts.begin(), removed.acts.end());
        } catch (const Error& error) {
            throw Error(error.kind(), fmt::format("{}; {} of {} batches were pruned before, the others stay",
                                                  error.what(), done_.batches, all));
        }
        tried += static_cast<std::int64_t>(slice.size());
        done_.spared = tried - done_.batches;
        tell("remove", tried, all);
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
