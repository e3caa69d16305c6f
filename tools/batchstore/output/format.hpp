#pragma once

#include "output/terminal.hpp"

#include <optional>
#include <string_view>

/// The forms in which a command shows its records.
enum class Format { table, json, jsonl, csv };

std::string_view to_string(Format format);

/// What was asked for; else a table for a person and JSON Lines for a program.
inline Format chosen_format(const std::optional<Format>& asked, const Terminal& stdout_terminal) {
    return asked.value_or(stdout_terminal.interactive ? Format::table : Format::jsonl);
}
