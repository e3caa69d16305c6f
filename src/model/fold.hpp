#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/observation.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The state of a batch is a pure function of the set of its observations: a fold in the order of their
/// precedence. No server sends a version, so the order rests on what an answer says of the batch's life.
namespace batchstore {

/// What the fold needs of one observation.
struct FoldInput {
    Batch batch{};    ///< the answer in normal form
    Digest digest{};  ///< of the normal form
    std::int64_t observed_at_us = 0;
    Precedence precedence = Precedence::lifecycle;
};

/// The precedence of an observation among those of its batch; the greatest is folded last.
struct FoldKey {
    std::int64_t epoch = 0;         ///< observations of precedence `observed` up to this one
    int rank = 0;                   ///< of the phase
    std::int64_t lifecycle_at = 0;  ///< the latest time at which it entered a stage, in seconds
    std::int64_t finished = 0;      ///< requests completed and failed
    std::int64_t observed_at_us = 0;
    Digest digest{};

    auto operator<=>(const FoldKey&) const = default;
};

FoldKey fold_key(const Batch& batch, std::int64_t epoch, std::int64_t observed_at_us, const Digest& digest);

/// Folds one more observation over a state: what it says replaces what was said, what it does not say stays.
/// Counts and usage are folded member by member, with what `extra` holds beside them. A value that no rule
/// could read never displaces one that was read.
void fold_step(Batch& state, const Batch& next);

struct FoldedState {
    Batch state{};
    FoldKey last{};  ///< of the observation that was folded last
};

/// Folds a set of observations of one batch, given in any order. Of equal answers the earliest counts, but
/// each observation of precedence `observed` opens an epoch of its own, which starts from nothing.
/// @param inputs at least one
FoldedState fold(const std::vector<FoldInput>& inputs);

/// When a set of observations of one batch came to have the state that it has: the earliest of their times
/// such that those up to it, and those up to any later time, have this state too.
/// @param inputs at least one, in any order
/// @param state what `fold` makes of them
std::int64_t changed_at_us(std::vector<FoldInput> inputs, const Batch& state);

/// The state after each of a growing set of observations.
class Folding {
public:
    /// Adds an observation. @returns whether that changed the state, as the first one does
    bool add(FoldInput input);
    /// The state that the set has; that of nothing before the first.
    const FoldedState& folded() const { return folded_; }
    /// As `changed_at_us`, of what was added. Wants one observation.
    std::int64_t changed_at_us() const;

private:
    void fold_in(FoldInput input);

    std::vector<FoldInput> inputs_;
    FoldedState folded_;
    std::int64_t latest_us_ = 0;                   ///< of the observations
    std::optional<std::int64_t> changed_at_us_{};  ///< none: one came late, and only the whole set tells
};

/// The API's names of the fields in which two states of a batch differ, in the API's order.
std::vector<std::string> changed_fields(const Batch& before, const Batch& after);

}  // namespace batchstore
