#include "arguments/parsing.hpp"

#include "arguments/command_line.hpp"
#include "arguments/help_formatter.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

std::vector<std::string> names_of_options(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

/// What is wrong, in our words where CLI11's are about itself.
std::string wording_of(const CLI::ParseError& error, const CLI::App& app) {
    std::string what = error.what();
    const auto code = static_cast<CLI::ExitCodes>(error.get_exit_code());
    const bool required_is_missing = code == CLI::ExitCodes::RequiredError;
    if ((required_is_missing || code == CLI::ExitCodes::ExtrasError) && app.remaining_size() > 0) {
        const std::string first = app.remaining().front();
        if (!first.starts_with('-')) return "unexpected argument: " + first;
        const bool may_be_argument = !first.starts_with("--");
        return "unknown option: " + first +
               (may_be_argument ? " (an argument that starts with - goes behind --)"
                                : suggestion(first.substr(0, first.find('=')), names_of_options(app)));
    }
    if (required_is_missing) return what.substr(0, what.find(' ')) + " is missing";
    if (code == CLI::ExitCodes::ArgumentMismatch) {
        const bool missing = what.find("missing") != std::string::npos;
        return what.substr(0, what.find(": ")) + (missing ? ": needs a value" : ": may be given only once");
    }
    const std::size_t excludes = what.find(" excludes ");
    if (code != CLI::ExitCodes::ExcludesError || excludes == std::string::npos) return what;
    return what.substr(0, excludes) + " cannot go with " + what.substr(what.rfind(' ') + 1);
}

/// CLI11 leaves two empty lines between the sections of a help.
std::string help_of(const CLI::App& app) {
    std::string help = app.help();
    for (std::size_t at = 0; (at = help.find("\n\n\n", at)) != std::string::npos;) help.erase(at, 1);
    return help;
}

}  // namespace

bool parse_with(CLI::App& app, const std::vector<std::string>& typed, Output& output) {
    std::vector<std::string> reversed;
    for (const std::string& word : typed) {
        // CLI11 would take the next word as the value of `--name=`.
        const bool empty_value =
            word.size() > 3 && word.starts_with("--") && word.find('=') == word.size() - 1;
        reversed.push_back(empty_value ? word.substr(0, word.size() - 1) : word);
        if (empty_value) reversed.emplace_back();
    }
    std::ranges::reverse(reversed);
    try {
        app.parse(std::move(reversed));
        return true;
    } catch (const CLI::CallForHelp&) {
        output.page();
        output.write(help_of(app));
    } catch (const CLI::CallForVersion& version) {
        output.write(std::string(version.what()) + "\n");
    } catch (const CLI::ParseError& error) {
        throw UsageError(wording_of(error, app));
    }
    return false;
}

Beginning parse_beginning(const std::vector<std::string>& typed, const std::string& commands,
                          Output& output) {
    CLI::App app;
    app.name("batchstore [--db FILE] COMMAND");
    app.description("Keeps the history of OpenAI Batch API objects in an SQLite file.\n");
    app.set_help_flag("-h,--help", help_meaning);
    app.set_version_flag("--version", "batchstore " BATCHSTORE_VERSION, "Print the version");
    app.footer(commands);
    constexpr std::size_t names = 20;
    app.formatter(std::make_shared<HelpFormatter>(names));
    app.prefix_command();
    std::optional<std::string> db;
    app.add_option_function<std::string>(
           "--db", [&db](const std::string& text) { db = text; }, db_meaning)
        ->option_text("FILE");
    app.add_flag_callback(
           "--no-pager", [&output] { output.never_page(); },
           "On a terminal, no pager [BATCHSTORE_PAGER, else PAGER, else less]")
        ->option_text(" ");
    if (!parse_with(app, typed, output)) return {.finished = true};
    if (db && db->empty()) throw UsageError("--db: is empty");
    return {.db = db.value_or(""), .remaining = app.remaining()};
}
