#include "arguments/confirmation.hpp"

#include "output/terminal.hpp"

#include <iostream>
#include <string>

#include <unistd.h>

Confirmation::Confirmation(Arguments& arguments) {
    arguments.flag("--yes", yes_, "Do it without asking (for scripts)");
}

void Confirmation::require_somebody(const std::string& what) const {
    const bool somebody = terminal_of(STDIN_FILENO).interactive && terminal_of(STDERR_FILENO).interactive;
    if (!yes_ && !somebody) throw UsageError(what + ", and nobody can be asked here; say --yes");
}

bool Confirmation::given(Messages& messages, const std::string& question) const {
    if (yes_) return true;
    messages.ask(question);
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}
