#include "model/verdict.hpp"

#include "model/fold.hpp"

namespace batchstore {

bool says_the_same(const Batch& state, const Batch& answer, Precedence precedence) {
    if (precedence == Precedence::observed) {
        return state == answer;
    }
    Batch folded = state;
    fold_step(folded, answer);
    return folded == state;
}

Verdict verdict_without_change(const Batch& state, const Batch& answer, Precedence precedence) {
    return says_the_same(state, answer, precedence) ? Verdict::unchanged : Verdict::stale;
}

Verdict verdict_on(const Batch& before, const Batch& after, const Batch& answer, Precedence precedence) {
    if (before != after) {
        return Verdict::updated;
    }
    return verdict_without_change(before, answer, precedence);
}

}  // namespace batchstore
