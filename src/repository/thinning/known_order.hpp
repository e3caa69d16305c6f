#pragma once

#include "repository/thinning/batch_entries.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace batchstore {

/// The entries of a batch in an order in which they become known: that of the log, or that of the times at
/// which they were observed. A moment is a number of entries in that order.
class KnownOrder {
public:
    /// What is known once so many entries are.
    struct Moment {
        std::size_t answers = 0;
        std::size_t values = 0;                ///< that the answers say
        std::size_t highest_rank = 0;          ///< of the answers, if there are any
        std::size_t earliest = 0;              ///< answer, by its place in the log
        std::size_t latest = 0;                ///< answer
        std::optional<std::size_t> opener{};   ///< the answer that opened the last epoch
        std::optional<std::size_t> changer{};  ///< the answer that made the state; none: not easily told
    };

    /// @param sequence places in the log
    /// @param by_time those observed at one time become known together
    KnownOrder(const BatchEntries& entries, std::vector<std::size_t> sequence, bool by_time);

    const std::vector<std::size_t>& sequence() const { return sequence_; }
    /// The moment at which an entry is known, and all that become known with it.
    std::size_t moment_of(std::size_t place) const { return moment_of_[place]; }
    const Moment& at(std::size_t moment) const { return moments_[moment]; }
    /// Whether an answer says, or changed, more than counts and usage when it became known.
    bool says_more(std::size_t place) const { return says_more_[place]; }

    /// The answers on which the state of a moment rests: for each value the one that said it last, and the
    /// one that is folded last, which comes first. Places in the log.
    std::vector<std::size_t> support(std::size_t moment) const;

private:
    void know_answer(std::size_t place, Moment& moment, Folding& folding, std::vector<bool>& values);
    bool counts_at(std::size_t place, std::size_t moment) const;

    const BatchEntries& entries_;
    std::vector<std::size_t> sequence_;
    std::vector<std::size_t> position_;  ///< of an entry in the sequence
    std::vector<std::size_t> moment_of_;
    std::vector<Moment> moments_;
    std::vector<bool> says_more_;
};

/// That of the log.
KnownOrder order_of_log(const BatchEntries& entries);
/// That of observation; entries of one time become known together.
KnownOrder order_of_observation(const BatchEntries& entries);

}  // namespace batchstore
