#include "commands/evidence/command_words.hpp"

#include "arguments/shell_words.hpp"

#include <cstddef>
#include <vector>

namespace {

bool is_of_place(const std::string& word) {
    return word == "--db" || word == "--force" || word.starts_with("--db=");
}

}  // namespace

std::string placeless_command(const Invocation& invocation, const Arguments& arguments) {
    std::vector<std::string> words{"batchstore", invocation.command};
    const std::vector<std::string>& typed = invocation.arguments;
    bool first_argument = true;
    bool options = true;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (options && typed[i] == "--") {
            options = false;
            words.push_back(typed[i]);
        } else if (options && typed[i].starts_with("--")) {
            const bool has_value = arguments.takes_value(typed[i]) && i + 1 < typed.size();
            const auto end = typed.begin() + static_cast<std::ptrdiff_t>(i) + (has_value ? 2 : 1);
            if (!is_of_place(typed[i]))
                words.insert(words.end(), typed.begin() + static_cast<std::ptrdiff_t>(i), end);
            if (has_value) ++i;
        } else if (first_argument) {
            first_argument = false;
        } else {
            words.push_back(typed[i]);
        }
    }
    return shell_line(words);
}
