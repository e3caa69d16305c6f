#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "completion/scripts.hpp"

#include <string>

namespace {

constexpr const char* details =
    "Completes commands, options, their words, and ids of the store. An installed\n"
    "batchstore needs none of this: its scripts lie where the shells look.\n"
    "\n"
    "Examples:\n"
    "  source <(batchstore completion bash)    # in ~/.bashrc\n"
    "  source <(batchstore completion zsh)     # in ~/.zshrc, behind compinit\n"
    "  batchstore completion fish | source     # in ~/.config/fish/config.fish";

}  // namespace

Exit completion(Invocation& invocation) {
    std::string shell;
    Arguments arguments(invocation, details);
    arguments.required("bash|zsh|fish", shell, "The shell");
    if (!arguments.parse()) return Exit::done;
    const std::string_view script = completion_script(shell);
    if (script.empty()) throw UsageError("'" + shell + "' is not one of bash|zsh|fish");
    invocation.output.write(script);
    return Exit::done;
}
