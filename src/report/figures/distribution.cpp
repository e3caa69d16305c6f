#include "report/figures/distribution.hpp"

#include <algorithm>

namespace batchstore {

void Distribution::add(std::int64_t number) {
    // As many wait as are counted, so that merging them costs little for each.
    constexpr std::size_t fewest_waiting = 1'024;
    if (waiting_.size() >= std::max(fewest_waiting, counted_.size())) settle();
    waiting_.push_back(number);
    ++count_;
}

std::optional<std::int64_t> Distribution::percentile(int percent) const {
    if (count_ == 0) return std::nullopt;
    settle();
    constexpr std::int64_t hundred = 100;
    const std::int64_t rank =
        count_ / hundred * percent + (count_ % hundred * percent + hundred - 1) / hundred;
    std::int64_t passed = 0;
    for (const auto& [number, how_often] : counted_) {
        passed += how_often;
        if (passed >= rank) return number;
    }
    return counted_.back().first;
}

void Distribution::each(const std::function<void(std::int64_t, std::int64_t)>& visit) const {
    settle();
    for (const auto& [number, how_often] : counted_) visit(number, how_often);
}

void Distribution::settle() const {
    if (waiting_.empty()) return;
    std::sort(waiting_.begin(), waiting_.end());
    Counted merged;
    auto known = counted_.cbegin();
    const auto count = [&](std::int64_t number, std::int64_t how_often) {
        if (merged.empty() || merged.back().first != number) merged.emplace_back(number, 0);
        merged.back().second += how_often;
    };
    for (const std::int64_t number : waiting_) {
        for (; known != counted_.cend() && known->first <= number; ++known)
            count(known->first, known->second);
        count(number, 1);
    }
    for (; known != counted_.cend(); ++known) count(known->first, known->second);
    counted_ = std::move(merged);
    waiting_.clear();
}

}  // namespace batchstore
