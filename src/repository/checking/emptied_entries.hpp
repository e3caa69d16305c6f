#pragma once

#include "repository/checking/checks.hpp"
#include "repository/receipt.hpp"

namespace batchstore {

/// Holds the entries of a log that are empty against the acts in it: what was emptied by hand, no act names.
class EmptiedEntries {
public:
    /// Takes the next entry of the log.
    void add(const Observation& entry, Problems& problems);
    /// Compares, at the end of the log.
    void compare(Problems& problems) const;

private:
    EntryRanges emptied_;
    EntryRanges named_;  ///< by acts
};

}  // namespace batchstore
