#pragma once

#include "repository/session_pool.hpp"
#include "repository/store/past.hpp"
#include "repository/store/refresh.hpp"

#include <batchstore/repository.hpp>
#include <batchstore/store.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace batchstore {

/// What `BatchRepository` and `Store` promise, kept on the sessions of any backend.
///
/// Every call takes a session for as long as it lasts. Inside a transaction and in a snapshot another one
/// of these stands on the session that is open.
class StoreRepository final : public BatchRepository, private Store {
public:
    explicit StoreRepository(std::unique_ptr<SessionPool> sessions) : sessions_(std::move(sessions)) {}

    using BatchRepository::refresh;
    RefreshResult refresh(const Answer& answer, const RefreshOptions& options) override;
    std::vector<RefreshResult> refresh(std::span<const std::string_view> answers,
                                       const RefreshOptions& options) override;
    RefreshResult note_absence(std::string_view id, std::string_view words,
                               const AbsenceOptions& options) override;
    void transaction(const std::function<void(BatchRepository&)>& work) override;
    Store& store() override { return *this; }

    std::optional<StoredBatch> get(std::string_view id, const GetOptions& options) const override;
    std::vector<Observation> observations(std::string_view id) const override;
    Page find(const Query& query) const override;
    std::int64_t count(const Query& query) const override;
    Head head() const override;
    void snapshot(const std::function<void(const BatchReader&)>& work) const override;
    const Store& store() const override { return *this; }

private:
    explicit StoreRepository(Writer& part) : part_(&part) {}
    explicit StoreRepository(Session& moment) : moment_(&moment) {}

    void each_batch(const VisitBatch& visit, const Query& query, WalkOrder order) const override;
    void each_history(const VisitHistory& visit, const Query& query) const override;
    void each_observation(const VisitEntry& visit, std::int64_t after_seq) const override;
    void each_entry_time(const VisitEntry& visit, std::int64_t after_seq) const override;
    std::optional<Observation> entry(std::int64_t seq) const override;
    std::vector<std::string> ids_with_prefix(std::string_view prefix, std::int64_t limit) const override;
    std::vector<std::string> sources() const override;
    QueryPlan explain(const Query& query) const override;
    Verification verify(const VerifyOptions& options) const override;
    StoreInfo info() const override;
    RefreshResult restore(const Observation& entry, const Answer& answer) override;
    RefreshResult restore_absence(const Observation& entry) override;
    bool restore_pruned(const Observation& entry) override;
    bool restore_act(const Observation& act) override;
    Removed remove(std::span<const std::int64_t> newest_seqs, const RemovalOptions& options) override;
    Removed thin(std::span<const std::int64_t> newest_seqs, const RemovalOptions& options) override;
    bool compact(const std::atomic<bool>* stop) override;
    void bulk(const std::function<void()>& work, const std::atomic<bool>* stop) override;

    /// Calls `work` with a session that reads.
    template <class Work>
    auto with_session(const Work& work) const {
        if (moment_ != nullptr) return work(*moment_);
        if (part_ != nullptr) return work(*part_->session);
        const SessionPool::Reader reader(*sessions_);
        return work(*reader);
    }
    /// Calls `work` with the session that writes.
    template <class Work>
    auto with_writer(const Work& work) const {
        if (part_ != nullptr) return work(*part_);
        const SessionPool::Lent writer(*sessions_);
        return work(*writer);
    }
    /// Runs `work` on one moment of the store. `what` makes the text that says what was asked.
    template <class What, class Work>
    auto reading(const What& what, const Work& work) const {
        return with_session([&](Session& session) {
            std::optional<std::invoke_result_t<Work, Session&>> result;
            const auto ask = [&] { result.emplace(work(session)); };
            const auto moment = [&] { session.in_transaction(Session::Mode::read, std::cref(ask)); };
            const auto where = [&] { return session.location() + ": " + what(); };
            session.attempt(std::cref(where), std::cref(moment));
            return *std::move(result);
        });
    }
    /// Runs `work` in the transaction that is open, or in one that it may share with other threads.
    void share(const std::function<void(Writer&)>& work);
    /// Runs a change so. `what` makes the text that says what is being changed.
    template <class What, class Work>
    void changing(const What& what, const Work& work);
    /// Runs a large one in a transaction of its own.
    template <class What, class Work>
    void change_alone(const What& what, const Work& work);
    /// @param complete `complete(writer, entry)` gives it its times, and says whether it is restored as it
    ///   was recorded
    template <class Complete>
    RefreshResult add_absence(Observation entry, const Complete& complete);

    /// Calls `visit` with every batch that a query asks for and its key, in the order of keys.
    void each_keyed(const VisitKeyed& visit, const Query& query) const;
    void each_by_id(const VisitBatch& visit, const Query& query) const;

    std::unique_ptr<SessionPool> sessions_{};
    Writer* part_ = nullptr;     ///< in a transaction
    Session* moment_ = nullptr;  ///< in a snapshot
};

}  // namespace batchstore
