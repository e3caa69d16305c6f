#pragma once

#include "completion/candidates.hpp"
#include "output/standard_output.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The command that shells call while a person types; it is not in the help.
inline constexpr std::string_view complete_command = "__complete";

/// A command as it is offered.
struct OfferedCommand {
    std::string name;
    std::string summary;
};

/// Prints what could stand at the cursor, one a line with its meaning behind a tab, and `:files` for names of
/// files. @param typed what stands behind the program's name, the last word being typed
/// @param ask has the command with this name answer
void complete(const std::vector<std::string>& typed, std::span<const OfferedCommand> commands,
              const std::function<void(const std::string& name, Candidates&)>& ask, Output& output);
