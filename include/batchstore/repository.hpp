#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/changes.hpp>
#include <batchstore/observation.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reading.hpp>
#include <batchstore/store_info.hpp>
#include <batchstore/verification.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// How an answer came to be seen.
struct RefreshOptions {
    /// When the answer was obtained, in microseconds since 1970. Not given: the clock, always later than
    /// the observation before it, so that answers keep the order in which they were handed over.
    std::optional<std::int64_t> observed_at_us{};
    /// Who saw it: a short free label in UTF-8 such as `poller-1`.
    std::string source{};
    /// `observed` only for servers that re-open batches; see `Precedence`.
    Precedence precedence = Precedence::lifecycle;
};

/// What a refresh did.
struct RefreshResult {
    Verdict verdict = Verdict::inserted;
    std::int64_t revision = 0;  ///< of the batch, after the refresh
    std::vector<std::string>
        changed{};                    ///< the API's names of the fields that changed; empty unless `updated`
    std::vector<Finding> findings{};  ///< what the reader found odd
    bool logged = false;              ///< false: the log already held an equal answer

    bool operator==(const RefreshResult&) const = default;
};

struct GetOptions {
    /// Asks for what the store knew at this time, in microseconds since 1970; see `Query::as_of_us`.
    std::optional<std::int64_t> as_of_us{};
};

/// What `remove` did.
struct Removed {
    std::int64_t batches = 0;
    std::int64_t observations = 0;  ///< of these batches: entries of the log that were emptied

    bool operator==(const Removed&) const = default;
};

/// One observation of a batch and what it did to the state at the time it was recorded.
struct HistoryEntry {
    Observation observation{};
    Batch batch{};  ///< what the answer says, in normal form
    std::vector<std::string>
        changed{};  ///< the fields of the state that it changed; all it has when inserted
    std::vector<FieldChange> changes{};  ///< the same, member by member and with both values
};

/// Keeps the history of batches: every backend promises what stands here.
///
/// Threads: one repository may be used from several threads at once, and several processes may open one
/// store. Writers queue; readers never wait for them and see the last committed state.
/// Errors: every call throws `Error` only. Besides the kinds named at a call, any call may throw
/// `busy`, `corrupt` or `storage`. Every changing call is one transaction: when it throws, the store is as
/// it was before.
class BatchRepository {
public:
    BatchRepository() = default;
    BatchRepository(const BatchRepository&) = delete;
    BatchRepository& operator=(const BatchRepository&) = delete;
    virtual ~BatchRepository() = default;

    /// Logs what a server said about a batch and brings its state up to date.
    ///
    /// `answer` is the JSON text as received; it is kept byte for byte. A batch never goes back: an answer
    /// that is behind the state is logged as stale and changes nothing but gaps. Safe to repeat: the same
    /// answer again is `unchanged`.
    ///
    /// @throws Error{invalid} if `answer` is not a batch or the source is not UTF-8; nothing was stored. The
    ///   message says where.
    RefreshResult refresh(std::string_view answer, const RefreshOptions& options = {});

    /// The same for an app that has a `Batch` from its own client; its JSON is what is logged.
    /// @throws Error{invalid} if the batch has no id.
    RefreshResult refresh(const Batch& batch, const RefreshOptions& options = {});

    /// The same for many answers in one transaction: all or none. Results are in the order of `answers`.
    std::vector<RefreshResult> refresh(std::span<const std::string_view> answers,
                                       const RefreshOptions& options = {});

    /// The same for an answer that was read before, perhaps by another thread.
    virtual RefreshResult refresh(const Answer& answer, const RefreshOptions& options = {}) = 0;

    /// Takes over one entry of another store's log.
    ///
    /// An entry that continues this log exactly (its `seq` and its `digest` are what this log would give it)
    /// is recorded as it was, so that a log restored from its first entry has the same head. Any other entry
    /// is refreshed with its own time, source and precedence, and recorded now.
    ///
    /// `answer` is what `entry.body` reads as.
    virtual RefreshResult restore(const Observation& entry, const Answer& answer) = 0;

    /// The same for an entry that was pruned there, which says nothing about any batch: it is recorded if it
    /// continues this log exactly. @returns whether it was.
    virtual bool restore_pruned(const Observation& entry) = 0;

    /// Removes batches for good, each named by the `seq` of the newest entry that the log has of it: one that
    /// has got another since, or is gone, stays as it is. Their states go; of their entries `seq` and
    /// `digest` stay, and `Observation::entry`, so that the chain still verifies. An answer about such a
    /// batch makes it a new one. `prune` chooses batches, and archives them first.
    virtual Removed remove(std::span<const std::int64_t> newest_seqs) = 0;

    /// Gives room that nothing uses back to the system. Other writers wait; until the end it wants free disk
    /// space for two copies of what is left. Not inside a transaction.
    /// @param stop set to true from anywhere to give up; then nothing changed
    /// @returns false if it was stopped.
    virtual bool compact(const std::atomic<bool>* stop = nullptr) = 0;

    /// Runs `work` in one transaction: all that it changes through the repository it is given is kept
    /// together, or, if it throws, not at all. Use only that repository inside, and only in that thread.
    /// A call inside that failed for another reason than `invalid` fails the whole transaction. A transaction
    /// inside another is a part of it: if it throws, it is taken back alone.
    virtual void transaction(const std::function<void(BatchRepository&)>& work) = 0;

    /// Runs `work`, which stores very many batches through this repository in transactions of its own.
    ///
    /// Meanwhile the writer takes up to 160 MB of memory and leaves a long write-ahead log; into a store that
    /// is nearly empty it also stores without most indexes, and builds them at the end: until then everything
    /// that is stored can be read and is right, but searches are slow. Whatever ends the process, what was
    /// committed stays, and the next to open the store for writing builds what is missing.
    ///
    /// @param stop set to true from anywhere to leave the building of indexes to the next writer
    virtual void bulk(const std::function<void()>& work, const std::atomic<bool>* stop = nullptr) = 0;

    /// The state of one batch. @returns nothing if the id is, or was, unknown.
    virtual std::optional<StoredBatch> get(std::string_view id, const GetOptions& options = {}) const = 0;

    /// The logged answer that the state of a batch rests on: the one that comes last in the order in which
    /// answers are folded. @returns nothing if the id is unknown.
    virtual std::optional<Observation> last_answer(std::string_view id,
                                                   const GetOptions& options = {}) const = 0;

    /// Every logged observation of one batch, in the order of the log. Empty if the id is unknown.
    virtual std::vector<HistoryEntry> history(std::string_view id) const = 0;

    /// One page of the batches that a query asks for, in its order.
    /// @throws Error{invalid} if the limit is not 1 to 1,000, a range is reversed, a condition names a field
    ///   that there is not or compares it with what it cannot be, or `after` is not a token of this query.
    virtual Page find(const Query& query) const = 0;

    /// How `find` would answer. @throws as `find`.
    virtual QueryPlan explain(const Query& query) const = 0;

    /// Batches that have not ended and were last seen at least so long ago, the longest unseen first: those
    /// that want a refresh. At most `limit`, 1 to 1,000.
    Page due(std::chrono::microseconds unseen_for, std::int64_t limit = 100) const;

    /// How many batches a query asks for, its page aside.
    virtual std::int64_t count(const Query& query = {}) const = 0;

    /// The ids that begin with a text, in the order of their bytes; at most `limit`.
    virtual std::vector<std::string> ids_with_prefix(std::string_view prefix, std::int64_t limit) const = 0;

    /// The end of the log.
    virtual Head head() const = 0;

    /// Calls `visit` with every batch in the order in which they were first stored, in flat memory, as of
    /// one moment. `visit` returns false to stop, and must not change the store.
    /// With a query: with those that it asks for, and of each what `Query::only` names; its order and page do
    /// not matter.
    virtual void each_batch(const std::function<bool(const StoredBatch&)>& visit,
                            const Query& query = {}) const = 0;

    /// The same in the order of the bytes of their ids: equal stores are visited alike, however they came to
    /// be. Slower.
    virtual void each_batch_by_id(const std::function<bool(const StoredBatch&)>& visit,
                                  const Query& query = {}) const = 0;

    /// The same for every entry of the log, in its order, pruned ones too.
    virtual void each_observation(const std::function<bool(const Observation&)>& visit) const = 0;

    /// What `visit` is given of a batch: its state, and its observations in the order of the log.
    using VisitHistory = std::function<bool(const StoredBatch&, std::span<const Observation>)>;

    /// Calls `visit` as `each_batch` does, with every observation of the batch too; with those up to then if
    /// the query asks as of a past time.
    virtual void each_history(const VisitHistory& visit, const Query& query = {}) const = 0;

    /// Runs `work` on one moment of the store: all that it reads through the repository it is given is from
    /// then. Use only that repository inside, and only in that thread. Until the end the store keeps what is
    /// replaced meanwhile, so do not wait inside.
    virtual void snapshot(const std::function<void(const BatchRepository&)>& work) const = 0;

    /// The sources that the log names, in the order of their bytes.
    virtual std::vector<std::string> sources() const = 0;

    /// Recomputes the log's chain, folds every batch again, compares, and has the backend check its file.
    virtual Verification verify(const VerifyOptions& options = {}) const = 0;

    virtual StoreInfo info() const = 0;
};

}  // namespace batchstore
