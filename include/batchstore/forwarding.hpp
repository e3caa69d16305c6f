#pragma once

#include <batchstore/repository.hpp>

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace batchstore {

/// A repository that hands every call on to another: derive from it to do something around each call (see
/// examples/04_decorator.cpp), or override the calls that should differ.
///
/// What is called inside a transaction or a snapshot, and on the store, goes to the other repository itself.
class ForwardingRepository : public BatchRepository {
public:
    /// @param inner must outlive it
    explicit ForwardingRepository(BatchRepository& inner) : inner_(inner) {}

    using BatchRepository::refresh;
    RefreshResult refresh(const Answer& answer, const RefreshOptions& options = {}) override;
    std::vector<RefreshResult> refresh(std::span<const std::string_view> answers,
                                       const RefreshOptions& options = {}) override;
    RefreshResult note_absence(std::string_view id, std::string_view words,
                               const AbsenceOptions& options = {}) override;
    void transaction(const std::function<void(BatchRepository&)>& work) override;
    std::optional<StoredBatch> get(std::string_view id, const GetOptions& options = {}) const override;
    std::vector<Observation> observations(std::string_view id) const override;
    Page find(const Query& query) const override;
    std::int64_t count(const Query& query = {}) const override;
    Head head() const override;
    void snapshot(const std::function<void(const BatchReader&)>& work) const override;
    Store& store() override { return inner_.store(); }
    const Store& store() const override { return inner_.store(); }

protected:
    /// Makes a call by its name, such as `refresh` or `find`: `call` hands it on, and may throw. To be called
    /// once. May be called by several threads at once, as the repository may.
    virtual void forward(std::string_view name, const std::function<void()>& call) const;

private:
    BatchRepository& inner_;
};

}  // namespace batchstore
