#pragma once

#include "repository/clock.hpp"
#include "repository/refresh.hpp"
#include "sqlite/asking/as_of.hpp"
#include "sqlite/asking/condition_sql.hpp"
#include "sqlite/file/connection.hpp"
#include "sqlite/rows/bulk_load.hpp"
#include "sqlite/rows/log_table.hpp"
#include "sqlite/rows/state_tables.hpp"

#include <batchstore/repository.hpp>

#include <fmt/format.h>

namespace batchstore::sqlite {

/// A repository on one connection, for one thread at a time.
///
/// A changing call outside `transaction` is a transaction of its own; inside, it is a part of it.
class Session final : public BatchRepository, private BatchTables {
public:
    Session(const std::string& location, const OpenOptions& options);

    using BatchRepository::refresh;
    RefreshResult refresh(const Answer& answer, const RefreshOptions& options) override;
    RefreshResult restore(const Observation& entry, const Answer& answer) override;
    bool restore_pruned(const Observation& entry) override;
    Removed remove(std::span<const std::int64_t> newest_seqs) override;
    bool compact(const std::atomic<bool>* stop) override;
    void transaction(const std::function<void(BatchRepository&)>& work) override;
    /// Reached inside a transaction only, where it is no more than the work.
    void bulk(const std::function<void()>& work, const std::atomic<bool>* stop) override;
    /// What `SharedRepository::bulk` does around the work; each begin wants an end.
    void begin_bulk();
    void end_bulk(const std::atomic<bool>* stop);

    std::optional<StoredBatch> get(std::string_view id, const GetOptions& options) const override;
    std::optional<Observation> last_answer(std::string_view id, const GetOptions& options) const override;
    std::vector<HistoryEntry> history(std::string_view id) const override;
    Page find(const Query& query) const override;
    QueryPlan explain(const Query& query) const override;
    std::int64_t count(const Query& query) const override;
    std::vector<std::string> ids_with_prefix(std::string_view prefix, std::int64_t limit) const override;
    Head head() const override;
    void each_batch(const std::function<bool(const StoredBatch&)>& visit, const Query& query) const override;
    void each_batch_by_id(const std::function<bool(const StoredBatch&)>& visit,
                          const Query& query) const override;
    void each_observation(const std::function<bool(const Observation&)>& visit) const override;
    void each_history(const VisitHistory& visit, const Query& query) const override;
    void snapshot(const std::function<void(const BatchRepository&)>& work) const override;
    std::vector<std::string> sources() const override;
    Verification verify(const VerifyOptions& options) const override;
    StoreInfo info() const override;

    Connection& connection() { return connection_; }

private:
    LogTail tail() override;
    std::optional<Standing> find(const std::string& id) override;
    Batch load(std::int64_t batch_key) override;
    Twins twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) override;
    std::int64_t latest_observed_at_us(std::int64_t batch_key) override;
    std::vector<FoldInput> log_of(std::int64_t batch_key) override;
    std::int64_t insert(const Batch& state, const Standing& standing) override;
    void update(const Batch& before, const Batch& state, const Standing& standing) override;
    void mark_seen(const Standing& standing) override;
    void append(std::int64_t batch_key, const Observation& entry, const Answer& answer) override;

    /// Runs `work` as a part of the open transaction that is taken back alone if it throws.
    void run_part(const std::function<void(BatchRepository&)>& work);
    void refuse_failed() const;
    /// Runs a change as a part of a transaction, its own if none is open. `what` makes the text that says
    /// what is being changed.
    template <class What, class Work>
    void changing(const What& what, const Work& work);
    template <class MakeArrival>
    RefreshResult change(const Answer& answer, const MakeArrival& make_arrival);
    std::optional<Standing> find_known(const std::string& id) const;
    /// @returns a batch without an id if the id is unknown
    StoredBatch load_known(const std::string& id) const;
    /// Runs `work` on one moment of the store. `what` makes the text that says what was asked.
    template <class What, class Work>
    auto reading(const What& what, Work&& work) const {
        const auto where = [&] { return fmt::format("{}: {}", connection_.location(), what()); };
        return translating(where, [&] {
            const Transaction moment(connection_, Transaction::Mode::read);
            return work();
        });
    }
    std::vector<LogTable::Entry> entries_of(std::string_view id) const;
    /// What `each_batch` does, with the keys of the batches.
    void each_keyed(const VisitKeyed& visit, const Query& query) const;
    std::int64_t count_now(const Condition& condition) const;
    /// The beginning of a condition in SQL that takes batches from the index with the fewest; empty if even
    /// these are many.
    SqlText among_fewest(const std::vector<KeySource>& sources) const;

    // Reading runs prepared statements, which changes these but nothing that a caller sees.
    mutable Connection connection_;
    mutable StateTables states_;
    mutable LogTable log_;
    LogClock clock_;
    mutable std::optional<BulkLoad> bulk_load_;
    int bulks_ = 0;
    bool indexes_owed_ = false;    ///< a bulk load ended before it had built them
    std::optional<LogTail> tail_;  ///< known while a transaction is open
    bool in_transaction_ = false;
    bool failed_ = false;  ///< the open transaction lost a part and must not be committed
};

}  // namespace batchstore::sqlite
