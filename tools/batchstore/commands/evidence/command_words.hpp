#pragma once

#include "arguments/command_line.hpp"
#include "invocation.hpp"

#include <string>

/// The command as it was typed, but for what says where things are: the store, and the first argument. So it
/// is the same on every machine.
std::string placeless_command(const Invocation& invocation, const Arguments& arguments);
