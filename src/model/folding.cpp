#include "model/fold.hpp"

#include <algorithm>
#include <utility>

namespace batchstore {

std::int64_t changed_at_us(std::vector<FoldInput> inputs, const Batch& state) {
    std::sort(inputs.begin(), inputs.end(),
              [](const FoldInput& a, const FoldInput& b) { return a.observed_at_us < b.observed_at_us; });
    while (true) {
        const std::int64_t latest_us = inputs.back().observed_at_us;
        while (!inputs.empty() && inputs.back().observed_at_us == latest_us) {
            inputs.pop_back();
        }
        if (inputs.empty() || fold(inputs).state != state) {
            return latest_us;
        }
    }
}

bool Folding::add(FoldInput input) {
    const bool is_latest = inputs_.empty() || input.observed_at_us > latest_us_;
    latest_us_ = is_latest ? input.observed_at_us : latest_us_;
    const Batch before = folded_.state;
    fold_in(std::move(input));
    const bool changed = before != folded_.state;
    if (!is_latest) {
        changed_at_us_.reset();
    } else if (changed) {
        changed_at_us_ = latest_us_;
    }
    return changed;
}

std::int64_t Folding::changed_at_us() const {
    return changed_at_us_ ? *changed_at_us_ : batchstore::changed_at_us(inputs_, folded_.state);
}

void Folding::fold_in(FoldInput input) {
    const bool repeat = std::any_of(inputs_.begin(), inputs_.end(),
                                    [&](const FoldInput& earlier) { return earlier.digest == input.digest; });
    const FoldKey key = fold_key(input.batch, 0, input.observed_at_us, input.digest);
    const bool plain =
        !inputs_.empty() && folded_.last.epoch == 0 && input.precedence == Precedence::lifecycle;
    inputs_.push_back(std::move(input));
    if (plain && !repeat && key > folded_.last) {
        fold_step(folded_.state, inputs_.back().batch);
        folded_.last = key;
    } else {
        folded_ = fold(inputs_);
    }
}

}  // namespace batchstore
