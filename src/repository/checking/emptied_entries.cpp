#include "repository/checking/emptied_entries.hpp"

#include <batchstore/error.hpp>

#include <limits>
#include <string_view>

#include <fmt/format.h>

namespace batchstore {

namespace {

void report(const EntryRanges& ranges, std::string_view one, std::string_view many, Problems& problems) {
    for (const auto& [first, last] : ranges) {
        problems.report(first == last ? fmt::format("entry {}: {}", first, one)
                                      : fmt::format("entries {} to {}: {}", first, last, many));
    }
}

}  // namespace

void EmptiedEntries::add(const Observation& entry, Problems& problems) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (entry.seq < 1 || entry.seq == most) return;  // which no log has
    if (entry.pruned()) {
        append_entry(emptied_, entry.seq);
    } else if (entry.is_act()) {
        try {
            const Receipt receipt = read_receipt(entry);
            named_.insert(named_.end(), receipt.entries.begin(), receipt.entries.end());
        } catch (const Error& error) {
            problems.report(error.what());
        }
    }
}

void EmptiedEntries::compare(Problems& problems) const {
    const EntryRanges emptied = joined(emptied_);
    const EntryRanges named = joined(named_);
    report(without(emptied, named), "was emptied, and no act behind it says so",
           "were emptied, and no act behind them says so", problems);
    report(without(named, emptied), "is not empty, and an act says that it was pruned",
           "are not empty, and an act says that they were pruned", problems);
}

}  // namespace batchstore
