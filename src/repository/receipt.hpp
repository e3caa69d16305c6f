#pragma once

#include <batchstore/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What an act says, which is an entry of the log about the log itself: docs/audit.md has its form.
namespace batchstore {

/// Entries of a log that follow each other, by their `seq`.
struct EntryRange {
    std::int64_t first = 0;
    std::int64_t last = 0;

    bool operator==(const EntryRange&) const = default;
};

/// Ranges in ascending order that do not meet.
using EntryRanges = std::vector<EntryRange>;

/// Adds the next entry, of a `seq` above 0.
void append_entry(EntryRanges& ranges, std::int64_t seq);
/// Sorts ranges of any order, and makes one of those that meet.
EntryRanges joined(EntryRanges ranges);
/// What some ranges have, and others have not.
EntryRanges without(const EntryRanges& ranges, const EntryRanges& others);

enum class ActKind {
    prune,    ///< entries were emptied, with the batches that they were of
    thin,     ///< entries were emptied of batches that stay
    restore,  ///< entries came empty from another log, which this one does not follow up to the act there
};

/// The body of an act.
struct Receipt {
    ActKind kind = ActKind::prune;
    EntryRanges entries{};                   ///< that are empty since
    std::int64_t batches = 0;                ///< of which these entries were
    std::int64_t observations = 0;           ///< as many as `entries` names
    std::optional<Digest> archive_sha256{};  ///< none: no archive was told
    std::string reason{};                    ///< empty: none was told
};

/// All members, those that are not told null.
std::string to_json_text(const Receipt& receipt);

/// Reads the body of an act.
/// @throws Error{invalid} if it is no receipt, or names what does not lie before the act
Receipt read_receipt(const Observation& act);

}  // namespace batchstore
