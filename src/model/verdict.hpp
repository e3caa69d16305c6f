#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/observation.hpp>

/// What an answer does to the state of a batch that is known.
namespace batchstore {

/// Whether an answer says nothing but what a state says: under `lifecycle` every field that the answer has is
/// equal, under `observed` the whole is.
bool says_the_same(const Batch& state, const Batch& answer, Precedence precedence);

/// The verdict on an answer without which the state would be the same.
Verdict verdict_without_change(const Batch& state, const Batch& answer, Precedence precedence);

/// @param before the state without the answer
/// @param after the state with it
Verdict verdict_on(const Batch& before, const Batch& after, const Batch& answer, Precedence precedence);

}  // namespace batchstore
