#pragma once

#include "output/standard_output.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

/// What all helps say of these.
inline constexpr const char* help_meaning = "Print this help";
inline constexpr const char* db_meaning = "The store [BATCHSTORE_DB, else batches.db]";

/// Has CLI11 read `typed`, whose first word is the first argument. @returns false if help or the version was
/// asked for and is printed. @throws UsageError that says what is wrong in our words
bool parse_with(CLI::App& app, const std::vector<std::string>& typed, Output& output);
