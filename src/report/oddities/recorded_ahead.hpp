#pragma once

#include <batchstore/reader.hpp>

#include <cstdint>
#include <limits>
#include <vector>

namespace batchstore {

/// The entries of a log that a clock recorded which was wrong: more than an hour ahead of a later entry. Of a
/// log as clocks write it, only the places are kept at which one went back.
class RecordedAhead {
public:
    /// Takes the next entry of the log.
    void add(const Observation& entry);
    bool has(const Observation& entry) const;

private:
    /// An entry that shows that those before it were ahead.
    struct Return {
        std::int64_t seq;
        std::int64_t recorded_at_us;
    };
    std::vector<Return> returns_;
    std::int64_t latest_us_ = std::numeric_limits<std::int64_t>::min();  ///< recorded since the last return
};

/// Those of what a store knows, or of what a query asks as of.
RecordedAhead recorded_ahead(const BatchReader& repository, const Query& query);

}  // namespace batchstore
