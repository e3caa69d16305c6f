#pragma once

#include "invocation.hpp"

#include <string>
#include <vector>

/// The commands, each in a file of its own. They throw `UsageError` and `batchstore::Error`.
Exit import_answers(Invocation& invocation);
Exit dump(Invocation& invocation);
Exit list(Invocation& invocation);
Exit show(Invocation& invocation);
Exit history(Invocation& invocation);
Exit log(Invocation& invocation);
Exit doctor(Invocation& invocation);
Exit report(Invocation& invocation);
Exit evidence(Invocation& invocation);
Exit stats(Invocation& invocation);
Exit diff(Invocation& invocation);
Exit due(Invocation& invocation);
Exit gap(Invocation& invocation);
Exit head(Invocation& invocation);
Exit verify(Invocation& invocation);
Exit sql(Invocation& invocation);
Exit info(Invocation& invocation);
Exit migrate(Invocation& invocation);
Exit completion(Invocation& invocation);
Exit backup(Invocation& invocation);
Exit prune(Invocation& invocation);
Exit help(Invocation& invocation);

/// What `help` knows: the commands, and `where`.
std::vector<std::string> help_topics();

/// Prints what the tool says to `--help`, or, if its name is not empty, a command.
void show_help_of(const std::string& command, Invocation& invocation);
