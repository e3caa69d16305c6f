#pragma once

#include "model/fold.hpp"

#include <batchstore/observation.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace batchstore {

/// One entry of a batch, and what the fold wants of it.
struct BatchEntry {
    const Observation* observation = nullptr;
    FoldInput input{};                ///< of an absence only the time
    std::vector<std::size_t> said{};  ///< see `SaidValues`

    bool is_absence() const { return observation->is_absence(); }
    bool opens_epoch() const { return !is_absence() && input.precedence == Precedence::observed; }
};

/// All entries of one batch, by their places in the log.
class BatchEntries {
public:
    /// @param entries in the order of the log; they must stay
    /// @throws Error{corrupt} if one cannot be read.
    explicit BatchEntries(std::span<const Observation> entries);

    std::size_t size() const { return entries_.size(); }
    const BatchEntry& operator[](std::size_t place) const { return entries_[place]; }
    /// How many values there are that answers say.
    std::size_t values() const { return values_; }
    /// The answers by their precedence inside an epoch, the last one to be folded behind the others.
    const std::vector<std::size_t>& by_precedence() const { return by_precedence_; }
    /// Where an answer stands among these.
    std::size_t rank(std::size_t place) const { return ranks_[place]; }
    /// An answer, and those that are equal to it.
    const std::vector<std::size_t>& equal_answers(std::size_t place) const;

private:
    std::vector<BatchEntry> entries_;
    std::size_t values_ = 0;
    std::vector<std::size_t> by_precedence_;
    std::vector<std::size_t> ranks_;
    std::map<Digest, std::vector<std::size_t>> by_digest_;
};

/// What stands before `observed_at_us` in the precedence of answers of one epoch: of two answers, the lesser
/// one is behind the other whenever it is observed.
FoldKey timeless_key(const FoldInput& input);

}  // namespace batchstore
