#pragma once

#include "contract/random_queries.hpp"

#include <batchstore/error.hpp>
#include <batchstore/repository.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace batchstore::testing {

struct Seen {
    Batch batch{};
    RefreshOptions how{};
};

inline void tell(BatchRepository& repository, const std::vector<Seen>& observations,
                 std::int64_t until_us = INT64_MAX) {
    repository.transaction([&](BatchRepository& part) {
        for (const Seen& seen : observations) {
            if (*seen.how.observed_at_us <= until_us) part.refresh(seen.batch, seen.how);
        }
    });
}

/// Observations of many batches within ten seconds, in no order.
inline std::vector<Seen> observations_of(RandomQueries& make, int count, bool with_repeats) {
    std::vector<Seen> observations;
    for (int i = 0; i < count; ++i) {
        observations.push_back(
            {make.batch(), {.observed_at_us = make.number(1, 9) * 1'000'000, .source = make.source()}});
        if (with_repeats && make.one_in(3)) {
            observations.push_back(observations[static_cast<std::size_t>(
                make.number(0, static_cast<int>(observations.size()) - 1))]);
            if (make.one_in(2)) observations.back().how.observed_at_us = make.number(1, 9) * 1'000'000;
        }
    }
    std::shuffle(observations.begin(), observations.end(), make.random());
    return observations;
}

/// The same with repeats, a third of them under the precedence `observed`.
inline std::vector<Seen> observations_of_both_precedences(RandomQueries& make, int count) {
    std::vector<Seen> observations = observations_of(make, count, true);
    for (Seen& seen : observations) {
        seen.how.precedence = make.one_in(3) ? Precedence::observed : Precedence::lifecycle;
    }
    return observations;
}

/// That a server did not know a batch.
struct Missed {
    std::string id{};
    std::string words{};
    AbsenceOptions how{};
};

inline Missed missed(RandomQueries& make) {
    return {
        make.id(), make.words(), {.observed_at_us = make.number(1, 9) * 1'000'000, .source = make.source()}};
}

/// @returns nothing if the repository does not know the batch
inline std::optional<RefreshResult> note(BatchRepository& repository, const Missed& missed) {
    try {
        return repository.note_absence(missed.id, missed.words, missed.how);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::not_found) throw;
        return std::nullopt;
    }
}

inline void note_some(RandomQueries& make, BatchRepository& repository, int count) {
    for (int i = 0; i < count; ++i) note(repository, missed(make));
}

}  // namespace batchstore::testing
