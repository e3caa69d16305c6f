#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "completion/candidates.hpp"
#include "completion/protocol.hpp"
#include "invocation.hpp"
#include "output/messages.hpp"
#include "output/standard_output.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace {

struct Command {
    const char* name;
    const char* summary;
    Exit (*run)(Invocation&);
    bool is_paged = false;  ///< on a terminal its output goes through a pager
};

constexpr bool paged = true;

constexpr std::array commands{
    Command{"import", "Keeps what servers answered about batches", import_answers},
    Command{"dump", "Writes batches, or the whole log, to import or compare", dump},
    Command{"list", "Lists batches, newest first", list, paged},
    Command{"show", "Shows one batch, or the server's last answer about it", show, paged},
    Command{"history", "Shows every logged observation of a batch", history, paged},
    Command{"log", "Shows what changed in the whole store, also as it comes", log},
    Command{"doctor", "Tells what is odd in answers, and what the file needs", doctor, paged},
    Command{"stats", "Counts and sums up batches by what they have in common", stats, paged},
    Command{"report", "Writes an audit report about the batches of a period", report, paged},
    Command{"evidence", "Writes a folder that proves answers to an auditor", evidence},
    Command{"diff", "Shows what changed about a batch between two times", diff, paged},
    Command{"due", "Lists batches that want a refresh, and why", due, paged},
    Command{"gap", "Compares a listing of the API with the store", gap},
    Command{"head", "Prints the end of the log, the proof to write down elsewhere", head},
    Command{"verify", "Proves that nothing in the store was changed", verify},
    Command{"sql", "Runs a query in SQL that only reads, or a shell for them", sql, paged},
    Command{"info", "Tells what is in the store", info},
    Command{"migrate", "Brings the store's schema up to date", migrate},
    Command{"completion", "Prints what makes bash, zsh or fish complete what you type", completion},
    Command{"backup", "Copies the store to a file, verified, while it is in use", backup},
    Command{"prune", "Removes batches that ended long ago, archived and proven", prune},
    Command{"help", "Tells about a command, or how conditions are written", help, paged},
};

std::vector<std::string> names_of_commands() {
    std::vector<std::string> names;
    names.reserve(commands.size());
    for (const Command& command : commands) names.emplace_back(command.name);
    return names;
}

[[noreturn]] void refuse_unknown(const std::string& name) {
    if (name.starts_with('-')) {
        throw UsageError("unknown option: " + name +
                         suggestion(name, {"--db", "--help", "--no-pager", "--version"}));
    }
    throw UsageError("unknown command: " + name + suggestion(name, names_of_commands()));
}

std::string help_on_commands() {
    std::string text = "Commands:\n";
    for (const Command& command : commands) {
        std::string line = std::string("  ") + command.name;
        line.resize(20, ' ');
        text += line + command.summary + "\n";
    }
    return text +
           "\nExamples:\n"
           "  curl -fsS https://api.openai.com/v1/batches \\\n"
           "      -H \"Authorization: Bearer $OPENAI_API_KEY\" | batchstore import -\n"
           "  batchstore list --status failed --created-from -7d\n"
           "\nSay batchstore COMMAND --help for the options of a command.";
}

/// Answers a shell: commands by their names, and what can stand behind one by its own declarations.
void complete_for_shell(const std::vector<std::string>& typed, Output& output, Messages& messages) {
    std::vector<OfferedCommand> offered;
    offered.reserve(commands.size());
    for (const Command& command : commands) offered.push_back({command.name, command.summary});
    const auto ask = [&](const std::string& name, Candidates& candidates) {
        const auto command = std::ranges::find(commands, name, &Command::name);
        if (command == commands.end()) return;
        Invocation invocation{
            .command = name, .output = output, .messages = messages, .candidates = &candidates};
        command->run(invocation);
    };
    complete(typed, offered, ask, output);
}

Exit run(const std::vector<std::string>& typed, std::string& command_name, Output& output,
         Messages& messages) {
    if (!typed.empty() && typed.front() == complete_command) {
        complete_for_shell({typed.begin() + 1, typed.end()}, output, messages);
        return Exit::done;
    }
    const Beginning beginning = parse_beginning(typed, help_on_commands(), output);
    if (beginning.finished) return Exit::done;
    if (beginning.remaining.empty()) throw UsageError("a command is missing");
    const std::string& name = beginning.remaining.front();
    const auto command = std::ranges::find(commands, name, &Command::name);
    if (command == commands.end()) refuse_unknown(name);
    command_name = name;
    if (command->is_paged) output.page();
    Invocation invocation{.command = name,
                          .summary = command->summary,
                          .arguments = {beginning.remaining.begin() + 1, beginning.remaining.end()},
                          .db = beginning.db,
                          .output = output,
                          .messages = messages};
    return command->run(invocation);
}

/// Says what went wrong, and how the program ends because of it.
Exit explained(const std::exception& problem, const std::string& command, Messages& messages) {
    if (dynamic_cast<const UsageError*>(&problem)) {
        const std::string where = command.empty() ? "" : command + ": ";
        messages.error(where + problem.what() + "; see batchstore " + command +
                       (command.empty() ? "--help" : " --help"));
        return Exit::wrong_usage;
    }
    if (const auto* error = dynamic_cast<const batchstore::Error*>(&problem)) {
        messages.error(error->what());
        return error->kind() == batchstore::ErrorKind::invalid ? Exit::refused : Exit::no_store;
    }
    messages.error(command + ": " + problem.what() + "; please report this with what you typed");
    return Exit::no_store;
}

/// A stream that the caller closed must not become the store's file: using it shall fail instead.
void occupy_closed_streams() {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
        if (::fcntl(descriptor, F_GETFD) != -1) continue;
        ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

}  // namespace

std::vector<std::string> help_topics() {
    std::vector<std::string> topics = names_of_commands();
    topics.emplace_back("where");
    return topics;
}

void show_help_of(const std::string& command, Invocation& invocation) {
    std::vector<std::string> typed{"--help"};
    if (!command.empty()) {
        if (std::ranges::find(commands, command, &Command::name) == commands.end()) {
            throw UsageError("there is no command or topic: " + command + suggestion(command, help_topics()));
        }
        typed.insert(typed.begin(), command);
    }
    std::string name;
    run(typed, name, invocation.output, invocation.messages);
}

int main(int argc, char** argv) {
    // Both are told by the failing write instead.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    occupy_closed_streams();
    Messages messages;
    Output output(STDOUT_FILENO, messages);
    std::string command;
    Exit end = Exit::done;
    try {
        end = run({argv + 1, argv + argc}, command, output, messages);
        output.end();
    } catch (const std::exception& problem) {
        end = explained(problem, command, messages);
        output.give_up();
    }
    return static_cast<int>(end);
}
