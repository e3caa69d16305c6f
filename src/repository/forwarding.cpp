#include <batchstore/forwarding.hpp>

#include <utility>

namespace batchstore {

void ForwardingRepository::forward(std::string_view /*name*/, const std::function<void()>& call) const {
    call();
}

RefreshResult ForwardingRepository::refresh(const Answer& answer, const RefreshOptions& options) {
    RefreshResult result;
    forward("refresh", [&] { result = inner_.refresh(answer, options); });
    return result;
}

std::vector<RefreshResult> ForwardingRepository::refresh(std::span<const std::string_view> answers,
                                                         const RefreshOptions& options) {
    std::vector<RefreshResult> results;
    forward("refresh", [&] { results = inner_.refresh(answers, options); });
    return results;
}

RefreshResult ForwardingRepository::note_absence(std::string_view id, std::string_view words,
                                                 const AbsenceOptions& options) {
    RefreshResult result;
    forward("note_absence", [&] { result = inner_.note_absence(id, words, options); });
    return result;
}

void ForwardingRepository::transaction(const std::function<void(BatchRepository&)>& work) {
    forward("transaction", [&] { inner_.transaction(work); });
}

std::optional<StoredBatch> ForwardingRepository::get(std::string_view id, const GetOptions& options) const {
    std::optional<StoredBatch> batch;
    forward("get", [&] { batch = inner_.get(id, options); });
    return batch;
}

std::vector<Observation> ForwardingRepository::observations(std::string_view id) const {
    std::vector<Observation> observations;
    forward("observations", [&] { observations = inner_.observations(id); });
    return observations;
}

Page ForwardingRepository::find(const Query& query) const {
    Page page;
    forward("find", [&] { page = inner_.find(query); });
    return page;
}

std::int64_t ForwardingRepository::count(const Query& query) const {
    std::int64_t count = 0;
    forward("count", [&] { count = inner_.count(query); });
    return count;
}

Head ForwardingRepository::head() const {
    Head head;
    forward("head", [&] { head = inner_.head(); });
    return head;
}

void ForwardingRepository::snapshot(const std::function<void(const BatchReader&)>& work) const {
    forward("snapshot", [&] { inner_.snapshot(work); });
}

}  // namespace batchstore
