#pragma once

#include <cstdint>
#include <string>

/// Which of the batches that follow from a seed: the same one for the same members, on every machine.
struct GeneratedBatch {
    std::uint64_t seed = 1;
    std::int64_t number = 0;     ///< from 0
    std::int64_t lines = 1;      ///< how many there are; their times are spread over one year
    bool further_along = false;  ///< one batch in ten has gone on since; the others are the same

    /// The realistic Batch object in one line, without the line's end.
    std::string json() const;
};
