#include <batchstore/json.hpp>
#include <batchstore/repository.hpp>

namespace batchstore {

RefreshResult BatchRepository::refresh(std::string_view answer, const RefreshOptions& options) {
    return refresh(Answer::read(std::string(answer)), options);
}

RefreshResult BatchRepository::refresh(const Batch& batch, const RefreshOptions& options) {
    return refresh(Answer::read(to_json_text(batch)), options);
}

std::vector<RefreshResult> BatchRepository::refresh(std::span<const std::string_view> answers,
                                                    const RefreshOptions& options) {
    std::vector<RefreshResult> results;
    results.reserve(answers.size());
    transaction([&](BatchRepository& repository) {
        for (const std::string_view answer : answers) {
            results.push_back(repository.refresh(answer, options));
        }
    });
    return results;
}

}  // namespace batchstore
