#include "repository/thinning/thinned.hpp"

#include "repository/thinning/proof.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace batchstore {

namespace {

/// Keeps what says more than counts, and from there on all that something kept rests on.
class Choice {
public:
    explicit Choice(const BatchEntries& entries)
        : entries_(entries),
          logged_(order_of_log(entries)),
          observed_(order_of_observation(entries)),
          kept_(entries.size()) {}

    void choose() {
        keep_what_says_more();
        keep_ends(logged_);
        keep_ends(observed_);
        keep_what_repeats_would_show();
        while (!waiting_.empty()) {
            const std::size_t place = waiting_.back();
            waiting_.pop_back();
            keep_what_rests_under(place);
        }
    }

    bool is_proven() const {
        return is_same_without(entries_, logged_, kept_, true) &&
               is_same_without(entries_, observed_, kept_, false) &&
               are_harmless_repeats(entries_, kept_, final_support());
    }

    const std::vector<bool>& kept() const { return kept_; }

private:
    std::vector<std::size_t> final_support() const { return logged_.support(entries_.size()); }

    void keep(std::size_t place) {
        if (kept_[place]) return;
        kept_[place] = true;
        waiting_.push_back(place);
    }

    void keep_what_says_more() {
        for (std::size_t place = 0; place < entries_.size(); ++place) {
            if (entries_[place].is_absence() || logged_.says_more(place)) keep(place);
        }
    }

    /// The first and the last entry in an order, and the first of each source.
    void keep_ends(const KnownOrder& order) {
        std::set<std::string_view> sources;
        for (const std::size_t place : order.sequence()) {
            if (sources.insert(entries_[place].observation->source).second) keep(place);
        }
        keep(order.sequence().back());
        keep_moment(order, entries_.size());
    }

    /// The log knows no more that it had an answer that goes: if it comes again, it is a new one, and later.
    void keep_what_repeats_would_show() {
        std::vector<std::optional<std::size_t>> tellers(entries_.values());
        for (const std::size_t place : final_support()) {
            for (const std::size_t value : entries_[place].said) {
                if (!tellers[value]) tellers[value] = place;
            }
        }
        for (std::size_t place = 0; place < entries_.size(); ++place) {
            const FoldKey key = timeless_key(entries_[place].input);
            const bool shows = std::ranges::any_of(entries_[place].said, [&](std::size_t value) {
                const auto& teller = tellers[value];
                return !teller || timeless_key(entries_[*teller].input) <= key;
            });
            if (shows) keep(place);
        }
    }

    void keep_what_rests_under(std::size_t place) {
        keep_moment(logged_, logged_.moment_of(place));
        keep_moment(observed_, observed_.moment_of(place));
        const BatchEntry& entry = entries_[place];
        if (entry.is_absence()) return;
        for (const std::size_t equal : entries_.equal_answers(place)) keep(equal);
        const Verdict verdict = entry.observation->verdict;
        if (verdict == Verdict::unchanged || verdict == Verdict::stale) {
            for (const std::size_t under : logged_.support(logged_.moment_of(place) - 1)) keep(under);
        }
    }

    void keep_moment(const KnownOrder& order, std::size_t moment) {
        const KnownOrder::Moment& then = order.at(moment);
        if (then.answers == 0) return;
        keep(then.earliest);
        keep(then.latest);
        if (then.changer) keep(*then.changer);
        for (const std::size_t under : order.support(moment)) keep(under);
    }

    const BatchEntries& entries_;
    KnownOrder logged_;
    KnownOrder observed_;
    std::vector<bool> kept_;
    std::vector<std::size_t> waiting_;
};

}  // namespace

Thinned thinned(std::span<const Observation> entries) {
    constexpr std::size_t fewest = 3;  // of fewer, the first and the last one are all
    Thinned thinned;
    if (entries.size() < fewest) return thinned;
    const BatchEntries batch(entries);
    Choice choice(batch);
    choice.choose();
    const std::vector<bool>& kept = choice.kept();
    if (std::ranges::find(kept, false) == kept.end() || !choice.is_proven()) return thinned;
    for (std::size_t place = 0; place < entries.size(); ++place) {
        const Verdict verdict = entries[place].verdict;
        if (!kept[place]) {
            thinned.emptied.push_back(place);
        } else if (verdict == Verdict::inserted || verdict == Verdict::updated) {
            ++thinned.revision;
        }
    }
    return thinned;
}

}  // namespace batchstore
