#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "commands/condition_help.hpp"
#include "completion/candidates.hpp"

#include <string>
#include <vector>

namespace {

constexpr const char* details =
    "Without a topic the commands are listed.\n"
    "\n"
    "Examples:\n"
    "  batchstore help where\n"
    "  batchstore help import";

}  // namespace

Exit help(Invocation& invocation) {
    std::vector<std::string> topics;
    Arguments arguments(invocation, details);
    arguments.rest("TOPIC", topics, "A command, or where: how conditions are written");
    if (invocation.candidates) invocation.candidates->topics = help_topics();
    if (!arguments.parse()) return Exit::done;
    if (topics.size() > 1) throw UsageError("unexpected argument: " + topics[1]);
    if (topics == std::vector<std::string>{"where"}) {
        invocation.output.write(condition_help());
    } else {
        show_help_of(topics.empty() ? "" : topics.front(), invocation);
    }
    return Exit::done;
}
