#pragma once

#include <batchstore/store_info.hpp>

#include <string>
#include <vector>

/// What is to be said about one side of a store's file, and the command that helps.
struct HealthFact {
    /// Stable: `schema`, `indexes`, `free_space`, `write_ahead_log`, `permissions`, `statistics`.
    std::string name;
    std::string state;    ///< in words
    std::string command;  ///< empty: there is nothing to do
};

/// Judges the file of a store that could be opened, so that its schema is one that this program reads.
std::vector<HealthFact> health_of(const batchstore::StoreInfo& info);
