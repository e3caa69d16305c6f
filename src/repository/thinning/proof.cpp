#include "repository/thinning/proof.hpp"

#include "model/verdict.hpp"
#include "repository/absence_times.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <string>

namespace batchstore {

namespace {

/// What is known of a batch, entry by entry.
class Knowledge {
public:
    /// @returns the verdict that follows
    Verdict add(const BatchEntry& entry) {
        sources_.insert(entry.observation->source);
        const std::int64_t at = entry.input.observed_at_us;
        if (entry.is_absence()) {
            times_.add_absence(at);
            return Verdict::absent;
        }
        times_.add_answer(at);
        const bool first = first_us_ == none;
        first_us_ = std::min(first_us_, at);
        if (folding_.add(entry.input)) return first ? Verdict::inserted : Verdict::updated;
        return verdict_without_change(folding_.folded().state, entry.input.batch, entry.input.precedence);
    }

    bool equals(const Knowledge& other) const {
        if (sources_ != other.sources_ || first_us_ != other.first_us_ ||
            times_.last_answer_us() != other.times_.last_answer_us() ||
            times_.absent_since_us() != other.times_.absent_since_us()) {
            return false;
        }
        return first_us_ == none || (folding_.folded().state == other.folding_.folded().state &&
                                     folding_.folded().last == other.folding_.folded().last &&
                                     folding_.changed_at_us() == other.folding_.changed_at_us());
    }

private:
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();

    Folding folding_;
    AbsenceTimes times_;
    std::set<std::string> sources_;
    std::int64_t first_us_ = none;  ///< answer
};

Batch whole_state(const BatchEntries& entries) {
    std::vector<FoldInput> inputs;
    inputs.reserve(entries.by_precedence().size());
    for (const std::size_t place : entries.by_precedence()) inputs.push_back(entries[place].input);
    return fold(inputs).state;
}

}  // namespace

bool is_same_without(const BatchEntries& entries, const KnownOrder& order, const std::vector<bool>& kept,
                     bool with_verdicts) {
    Knowledge whole;
    Knowledge rest;
    std::size_t known = 0;
    std::size_t moment = 0;  // the last one at which one that is kept becomes known
    for (const std::size_t place : order.sequence()) {
        ++known;
        whole.add(entries[place]);
        if (kept[place]) {
            const Verdict verdict = rest.add(entries[place]);
            if (with_verdicts && verdict != entries[place].observation->verdict) return false;
            moment = order.moment_of(place);
        }
        if (known == moment && !rest.equals(whole)) return false;
    }
    return moment == known || rest.equals(whole);
}

bool are_harmless_repeats(const BatchEntries& entries, const std::vector<bool>& kept,
                          const std::vector<std::size_t>& support) {
    std::vector<FoldInput> inputs;
    inputs.reserve(support.size() + 1);
    for (const std::size_t place : support) inputs.push_back(entries[place].input);
    const Batch state = fold(inputs).state;
    if (state != whole_state(entries)) return false;
    inputs.emplace_back();
    for (std::size_t place = 0; place < entries.size(); ++place) {
        if (kept[place]) continue;
        inputs.back() = entries[place].input;
        inputs.back().observed_at_us = std::numeric_limits<std::int64_t>::max();
        if (fold(inputs).state != state) return false;
    }
    return true;
}

}  // namespace batchstore
