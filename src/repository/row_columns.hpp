#pragma once

#include "model/columns.hpp"
#include "repository/rows.hpp"

/// The columns that a store has beside the fields of a batch, each named once.
namespace batchstore {

/// What is known of a batch's sightings, which `Session::mark_seen` writes.
inline constexpr std::tuple seen_columns{
    Column{"first_seen_at_us", &Standing::first_seen_at_us},
    Column{"last_seen_at_us", &Standing::last_seen_at_us},
    Column{"sightings", &Standing::sightings},
    Column{"last_answered_at_us", &Standing::last_answered_at_us},
    Column{"absent_since_us", &Standing::absent_since_us},
};

/// What the store knows about its own record of a batch.
inline constexpr std::tuple standing_columns =
    std::tuple_cat(std::tuple{Column{"revision", &Standing::revision}}, seen_columns,
                   std::tuple{Column{"changed_at_us", &Standing::changed_at_us}});

inline constexpr std::tuple fold_columns{
    Column{"fold_epoch", &FoldKey::epoch},
    Column{"fold_rank", &FoldKey::rank},
    Column{"fold_lifecycle_at", &FoldKey::lifecycle_at},
    Column{"fold_finished", &FoldKey::finished},
    Column{"fold_observed_at_us", &FoldKey::observed_at_us},
    Column{"fold_digest", &FoldKey::digest},
};

}  // namespace batchstore
