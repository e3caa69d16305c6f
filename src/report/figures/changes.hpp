#pragma once

#include "report/figures/counter.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/costs.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace batchstore {

/// What is compared of one period with another.
struct ComparedFigures {
    std::int64_t batches = 0;
    std::int64_t failed = 0;
    CostFigures cost{};
};

/// Batches of one model, or with one pair of metadata, in the period and in the one before.
struct ChangedGroup {
    std::string key;  ///< `model`, `metadata.team`
    std::string value;
    ComparedFigures before{};
    ComparedFigures now{};
};

/// So many values of a key a reader can tell apart; more are names of single batches or the like.
inline constexpr std::size_t most_values_of_a_key = 50;

/// Finds where two periods differ most: in which model, which pair of metadata.
class GroupChanges {
public:
    enum class Period : std::size_t { before, now };

    void add(Period period, const Batch& batch, const std::optional<CostFigures>& cost);

    /// Those whose failed batches changed most, then those whose batches did, then those whose cost did: up
    /// to `most_each` of each kind, none twice; of equal ones those first that come first by key and value.
    /// Left out are groups with nine tenths of all batches in both periods, and keys with more values than
    /// `most_values_of_a_key`.
    std::vector<ChangedGroup> most_changed(std::size_t most_each) const;

private:
    struct Periods {
        ComparedFigures figures[2];
    };
    struct Key {
        std::map<std::string, Periods> values;
        bool has_many_values = false;
    };

    void add_to(Key& key, const std::string& value, Period period, const ComparedFigures& figures);

    Periods all_;
    std::map<std::string, Key> keys_;
};

}  // namespace batchstore
