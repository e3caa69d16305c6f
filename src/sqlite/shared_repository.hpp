#pragma once

#include "sqlite/session.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace batchstore::sqlite {

/// Shares a store between threads: one session writes, and each reader at work has one of its own. A store in
/// memory has one session for all.
class SharedRepository final : public BatchRepository {
public:
    /// @param session the first one, its schema in order
    SharedRepository(std::unique_ptr<Session> session, const OpenOptions& options);

    using BatchRepository::refresh;
    RefreshResult refresh(const Answer& answer, const RefreshOptions& options) override;
    RefreshResult restore(const Observation& entry, const Answer& answer) override;
    bool restore_pruned(const Observation& entry) override;
    Removed remove(std::span<const std::int64_t> newest_seqs) override;
    bool compact(const std::atomic<bool>* stop) override;
    void transaction(const std::function<void(BatchRepository&)>& work) override;
    void bulk(const std::function<void()>& work, const std::atomic<bool>* stop) override;

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

private:
    class Reader;

    bool in_memory() const { return location_ == memory_location; }
    Session& writable();

    std::string location_;
    OpenOptions reading_options_;
    std::unique_ptr<Session> writer_;       ///< none if the store was opened for reading
    mutable std::recursive_mutex writing_;  ///< a visitor of a store in memory may ask it more
    mutable std::vector<std::unique_ptr<Session>> idle_readers_;
    mutable std::mutex lending_;
};

}  // namespace batchstore::sqlite
