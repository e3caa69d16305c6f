#pragma once

#include "sqlite/asking/page_plan.hpp"
#include "sqlite/rows/state_tables.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// Which of the two ways of `PagePlan` is taken: SQLite does not know how common a value is, so batches are
/// counted in the indexes, up to a bound.
namespace batchstore::sqlite {

/// When which way is taken.
struct Effort {
    /// So many candidates are taken at once: sorting them is quicker than most walks.
    std::int64_t few = 2'000;
    /// So many are taken when a walk has taken long; with more of them it goes on.
    std::int64_t many = 200'000;
    /// A walk has taken long after so many instructions of SQLite's machine: some ten thousand batches.
    int instructions = 500'000;
};

/// The source with the fewest keys and how many these are, at most `most`; null if all have more.
struct Fewest {
    const KeySource* source = nullptr;
    std::int64_t keys = 0;
};
Fewest fewest(StateTables& states, const std::vector<KeySource>& sources, std::int64_t most);

std::int64_t counted(StateTables& states, const SqlText& statement);

/// The first rows behind a position in the order of a plan, without metadata and errors.
/// Wants an open transaction.
std::vector<BatchRow> page_rows(Connection& connection, StateTables& states, const PagePlan& plan,
                                const std::optional<PagePosition>& after, std::size_t wanted,
                                const Effort& effort = {});

/// How `page_rows` does it, in words and in SQLite's.
QueryPlan described(Connection& connection, StateTables& states, const PagePlan& plan);

}  // namespace batchstore::sqlite
