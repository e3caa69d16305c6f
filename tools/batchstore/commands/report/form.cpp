#include "commands/report/form.hpp"

#include "arguments/command_line.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string_view>
#include <utility>

namespace {

constexpr std::array<std::string_view, 5> form_names{"text", "markdown", "csv", "json", "html"};

constexpr std::array<std::pair<std::string_view, Form>, 6> endings{{{".html", Form::html},
                                                                    {".htm", Form::html},
                                                                    {".md", Form::markdown},
                                                                    {".markdown", Form::markdown},
                                                                    {".json", Form::json},
                                                                    {".txt", Form::text}}};

bool is_letter(unsigned char character) {
    return std::isalpha(character) != 0;
}

/// The ending of a name with its dot, in small letters; empty if it has none, or one that says no form, as in
/// `report.2026-10`.
std::string ending_of(const std::string& path) {
    std::string ending = std::filesystem::path(path).extension().string();
    if (ending.size() < 2 || !std::all_of(ending.begin() + 1, ending.end(), is_letter)) return {};
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return ending;
}

[[noreturn]] void refuse_ending(const std::string& ending) {
    std::string help = "a name ends in .html, .md, .json or .txt, and that of a folder for csv in /";
    if (ending == ".csv") help = "csv is a folder with a file for each table: end its name in /";
    if (ending == ".pdf") help = "write .html, and print that from a browser";
    throw UsageError("--output: " + ending + " says no form of a report (" + help + "; or give --format)");
}

}  // namespace

Form form_typed(const std::optional<std::string>& format, const std::optional<std::string>& output) {
    if (format) {
        const auto found = std::ranges::find(form_names, std::string_view(*format));
        if (found != form_names.end()) return static_cast<Form>(found - form_names.begin());
        throw UsageError("--format: '" + *format + "' is not one of " + form_choices);
    }
    if (!output || *output == "-") return Form::text;
    if (output->ends_with('/')) return Form::csv;
    const std::string ending = ending_of(*output);
    if (ending.empty()) return Form::text;
    const auto found = std::ranges::find(endings, ending, &std::pair<std::string_view, Form>::first);
    if (found == endings.end()) refuse_ending(ending);
    return found->second;
}
