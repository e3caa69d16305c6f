#include "commands/sql/shell.hpp"

#include "open_store.hpp"

#include <batchstore/sql.hpp>

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

/// A text as an argument of one of the shell's own commands.
std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) result.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
    return result + "\"";
}

/// The shell's commands that greet.
std::vector<std::string> greeting() {
    std::vector<std::string> commands{".headers on", ".mode box",
                                      ".print \"The store is open for reading. It has\""};
    for (const auto& [name, meaning] : batchstore::sql_tables()) {
        std::string line = "  " + std::string(name);
        line.resize(21, ' ');
        commands.push_back(".print " + quoted(line + std::string(meaning)));
    }
    commands.emplace_back(".print \"docs/schema.md tells more, .schema TABLE the columns; .quit ends.\"");
    return commands;
}

}  // namespace

Exit sql_shell(const Invocation& invocation) {
    open_for_reading(invocation)->head();  // or says why not, in our words
    std::vector<std::string> words{"sqlite3", "-readonly"};
    for (const std::string& command : greeting()) words.insert(words.end(), {"-cmd", command});
    // Neither an option nor a URI.
    words.push_back(invocation.db.starts_with('/') ? invocation.db : "./" + invocation.db);
    std::vector<char*> arguments(words.size() + 1);
    std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });
    // What main ignores would be ignored there too.
    std::signal(SIGPIPE, SIG_DFL);
    std::signal(SIGXFSZ, SIG_DFL);
    ::execvp(arguments.front(), arguments.data());
    invocation.messages.error(
        "sql: the sqlite3 program is not to be found, and without a query it is wanted; install it (the "
        "package "
        "sqlite3), or say the query: batchstore sql \"SELECT ...\"");
    return Exit::wrong_usage;
}
