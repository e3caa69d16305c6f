#pragma once

#include <batchstore/error.hpp>
#include <batchstore/repository.hpp>
#include <batchstore/store.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace batchstore::testing {

/// Stores nothing but remembers what it was asked to do, and fails where it is told to.
class RecordingRepository final : public BatchRepository, public Store {
public:
    struct Call {
        std::string id;
        RefreshOptions options;
        std::optional<Observation> restored;
        std::string body;
    };

    std::vector<Call> calls;                ///< of transactions that were committed
    std::vector<std::size_t> transactions;  ///< how many calls each of them had
    std::atomic<std::size_t> committed{0};  ///< calls in all, to be seen by other threads
    std::string fail_at;                    ///< the id at which a refresh fails
    ErrorKind failure = ErrorKind::storage;

    using BatchRepository::refresh;
    RefreshResult refresh(const Answer& answer, const RefreshOptions& options) override {
        return note({answer.batch().id, options, std::nullopt, answer.text()});
    }
    RefreshResult note_absence(std::string_view id, std::string_view words,
                               const AbsenceOptions& options) override {
        const RefreshOptions how{.observed_at_us = options.observed_at_us, .source = options.source};
        return note({std::string(id), how, std::nullopt, std::string(words)}, Verdict::absent);
    }
    RefreshResult restore(const Observation& entry, const Answer& answer) override {
        return note({answer.batch().id, {}, entry, answer.text()});
    }
    RefreshResult restore_absence(const Observation& entry) override {
        return note({entry.id, {}, entry, entry.body}, Verdict::absent);
    }

    bool restore_pruned(const Observation&) override { return false; }
    bool restore_act(const Observation&) override { return false; }
    Removed remove(std::span<const std::int64_t>, const RemovalOptions&) override { return {}; }
    Removed thin(std::span<const std::int64_t>, const RemovalOptions&) override { return {}; }
    bool compact(const std::atomic<bool>*) override { return true; }

    void transaction(const std::function<void(BatchRepository&)>& work) override {
        const std::size_t before = calls.size();
        try {
            work(*this);
        } catch (...) {
            calls.resize(before);
            throw;
        }
        transactions.push_back(calls.size() - before);
        committed = calls.size();
    }

    void bulk(const std::function<void()>& work, const std::atomic<bool>*) override { work(); }

    Store& store() override { return *this; }
    const Store& store() const override { return *this; }
    void snapshot(const std::function<void(const BatchReader&)>& work) const override { work(*this); }

    std::optional<StoredBatch> get(std::string_view, const GetOptions&) const override { return {}; }
    std::vector<Observation> observations(std::string_view) const override { return {}; }
    Page find(const Query&) const override { return {}; }
    std::int64_t count(const Query&) const override { return 0; }
    Head head() const override { return {}; }
    void each_batch(const VisitBatch&, const Query&, WalkOrder) const override {}
    void each_history(const VisitHistory&, const Query&) const override {}
    void each_observation(const VisitEntry&, std::int64_t) const override {}
    void each_entry_time(const VisitEntry&, std::int64_t) const override {}
    std::optional<Observation> entry(std::int64_t) const override { return {}; }
    std::vector<std::string> ids_with_prefix(std::string_view, std::int64_t) const override { return {}; }
    std::vector<std::string> sources() const override { return {}; }
    QueryPlan explain(const Query&) const override { return {}; }
    Verification verify(const VerifyOptions&) const override { return {}; }
    StoreInfo info() const override { return {}; }

private:
    RefreshResult note(Call call, Verdict verdict = Verdict::inserted) {
        if (call.id == fail_at) {
            throw Error(failure, "failed at " + call.id);
        }
        calls.push_back(std::move(call));
        return {.verdict = verdict, .revision = 1};
    }
};

}  // namespace batchstore::testing
