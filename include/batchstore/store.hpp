#pragma once

#include <batchstore/observation.hpp>
#include <batchstore/query.hpp>
#include <batchstore/refresh.hpp>
#include <batchstore/removal.hpp>
#include <batchstore/store_info.hpp>
#include <batchstore/verification.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// The order in which all batches are visited.
enum class WalkOrder {
    stored,  ///< in which they were first stored
    id,      ///< of the bytes of their ids: equal stores are visited alike, however they came to be; slower
};

/// A whole store, as those see it who keep it: reports, dumps, restoring, pruning, verification. An app that
/// refreshes and asks needs none of it.
///
/// It is reached through a repository or a reader, lives as long as that does, and keeps its promises about
/// threads, errors and transactions.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// Takes a batch, or looks at it: it may move from it or swap it for another. @returns false to stop. It
    /// must not change the store.
    using VisitBatch = std::function<bool(StoredBatch&)>;
    /// Takes a batch and its observations in the order of the log.
    using VisitHistory = std::function<bool(const StoredBatch&, std::span<const Observation>)>;
    using VisitEntry = std::function<bool(const Observation&)>;

    /// Calls `visit` with every batch, in flat memory, as of one moment. With a query: with those that it
    /// asks for, and of each what `Query::only` names; its own order and page do not matter.
    virtual void each_batch(const VisitBatch& visit, const Query& query = {},
                            WalkOrder order = WalkOrder::stored) const = 0;

    /// The same in the order in which they were first stored, with every observation of the batch too; with
    /// those up to then if the query asks as of a past time.
    virtual void each_history(const VisitHistory& visit, const Query& query = {}) const = 0;

    /// The same for every entry of the log, in its order, pruned ones and acts too.
    /// @param after_seq begin behind this entry, which is found at once; 0: with the first
    virtual void each_observation(const VisitEntry& visit, std::int64_t after_seq = 0) const = 0;

    /// When each entry was observed and recorded, in the order of the log: only `seq` and these times are
    /// there. Faster, as what was said is not read. Pruned entries are left out, as nobody knows of them.
    virtual void each_entry_time(const VisitEntry& visit, std::int64_t after_seq = 0) const = 0;

    /// One entry of the log, a pruned one or an act too. @returns nothing if the log has none of this number.
    virtual std::optional<Observation> entry(std::int64_t seq) const = 0;

    /// The ids that begin with a text, in the order of their bytes; at most `limit`.
    virtual std::vector<std::string> ids_with_prefix(std::string_view prefix, std::int64_t limit) const = 0;

    /// The sources that have seen batches, in the order of their bytes.
    virtual std::vector<std::string> sources() const = 0;

    /// How `find` would answer. @throws as `find`.
    virtual QueryPlan explain(const Query& query) const = 0;

    /// Recomputes the log's chain, folds every batch again, compares, and has the backend check its file.
    virtual Verification verify(const VerifyOptions& options = {}) const = 0;

    virtual StoreInfo info() const = 0;

    /// Takes over one answer of another store's log.
    ///
    /// An entry that continues this log exactly (its `seq` and its `digest` are what this log would give it)
    /// is recorded as it was, so that a log restored from its first entry has the same head. Any other entry
    /// is refreshed with its own time, source and precedence, and recorded now.
    ///
    /// `answer` is what `entry.body` reads as.
    /// @throws Error{invalid} if one of its times is outside the years 1 to 9999.
    virtual RefreshResult restore(const Observation& entry, const Answer& answer) = 0;

    /// The same for an absence (`Observation::is_absence`): one that does not continue this log is noted as
    /// `BatchRepository::note_absence` does.
    /// @throws Error{not_found, invalid} as that does.
    virtual RefreshResult restore_absence(const Observation& entry) = 0;

    /// The same for an entry that was pruned there, which says nothing about any batch: it is recorded if it
    /// continues this log exactly. @returns whether it was.
    virtual bool restore_pruned(const Observation& entry) = 0;

    /// The same for an act, if all that it says was pruned is pruned here too: another store's acts are not
    /// taken over.
    /// @throws Error{invalid} if it is no act, its receipt cannot be read, or a time as of `restore`.
    virtual bool restore_act(const Observation& act) = 0;

    /// Removes batches for good, each named by the `seq` of the newest entry that the log has of it: one that
    /// has got another since, or is gone, stays as it is. Their states go; of their entries `seq` and
    /// `digest` stay, and `Observation::entry`, so that the chain still verifies. An act is appended that
    /// says which entries were emptied; another one after each 100,000 or so. An answer about such a batch
    /// makes it a new one. `prune` chooses batches, and archives them first.
    /// @throws Error{invalid} if the source or the reason is too long, or not UTF-8.
    virtual Removed remove(std::span<const std::int64_t> newest_seqs, const RemovalOptions& options = {}) = 0;

    /// Thins the histories of batches, each named as for `remove`: empties entries that differ from others in
    /// nothing but `request_counts` and `usage`, as polling leaves them. States, times and sightings stay,
    /// and so does every entry that is the first or the last of its batch or of a source, is an absence or
    /// has the precedence `observed`, or says or changed more than counts, with what these rest on: each has
    /// the verdict that it had, and as of its time and its `seq` the batch is what it was. `revision` counts
    /// the changes that are left in the log. All that is proven by folding before anything is emptied; a
    /// batch for which it cannot be is left whole. What is emptied is so as by `remove`, an act says it, and
    /// if it is said again, that changes no state.
    ///
    /// Meant for batches that ended: nothing of one that goes on is spared, and it will be polled again.
    /// Time and memory: that of folding the entries of one batch after the other, about three times.
    /// @returns how many entries were emptied, and of how many batches; of a batch that was thinned before,
    ///   none
    /// @throws Error{invalid} as `remove`; Error{corrupt} if an entry cannot be read, and nothing changed.
    virtual Removed thin(std::span<const std::int64_t> newest_seqs, const RemovalOptions& options = {}) = 0;

    /// Gives room that nothing uses back to the system. Other writers wait; until the end it wants free disk
    /// space for two copies of what is left. Not inside a transaction.
    /// @param stop set to true from anywhere to give up; then nothing changed
    /// @returns false if it was stopped.
    virtual bool compact(const std::atomic<bool>* stop = nullptr) = 0;

    /// Runs `work`, which stores very many batches through this repository in transactions of its own.
    ///
    /// Meanwhile the writer takes up to 160 MB of memory and leaves a long write-ahead log; into a store that
    /// is nearly empty it also stores without most indexes, and builds them at the end: until then everything
    /// that is stored can be read and is right, but searches are slow. Whatever ends the process, what was
    /// committed stays, and the next to open the store for writing builds what is missing.
    ///
    /// @param stop set to true from anywhere to leave the building of indexes to the next writer
    virtual void bulk(const std::function<void()>& work, const std::atomic<bool>* stop = nullptr) = 0;
};

}  // namespace batchstore
