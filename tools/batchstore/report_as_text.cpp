#include "facts.hpp"
#include "report_forms.hpp"
#include "shown_text.hpp"
#include "table_layout.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t widest = 100;

/// Words in lines of at most `width` columns; a longer word has a line of its own.
std::string wrapped(const std::string& text, std::size_t width) {
    std::string result;
    std::size_t used = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t columns = columns_of(word);
        if (used > 0 && used + 1 + columns > width) {
            result += "\n";
            used = 0;
        }
        if (used > 0) result += " ";
        result += word;
        used += columns + (used > 0 ? 1 : 0);
    }
    return result + "\n";
}

std::string heading(const std::string& title, const char* line, const Terminal& terminal) {
    const std::string text = cut_to(shown(title), terminal.width);
    std::string under;
    for (std::size_t i = 0; i < columns_of(text); ++i) under += line;
    return (terminal.styled ? "\x1b[1m" + text + "\x1b[0m" : text) + "\n" + under + "\n";
}

std::string facts_of(const batchstore::ReportSection& section) {
    Facts facts;
    for (const auto& fact : section.facts) {
        if (!fact.column.detail) facts.add(fact.column.title, to_text(fact.column, fact.value));
    }
    return facts.text();
}

std::string table_text(const batchstore::ReportTable& table, bool titled, const Terminal& terminal) {
    std::string text = titled ? shown(table.title) + ":\n" : "";
    text += table.rows.empty() ? wrapped(shown(table.when_empty), terminal.width) : text_of(table, terminal);
    if (!table.note.empty()) text += wrapped(shown(table.note), terminal.width);
    return text;
}

}  // namespace

std::string report_as_text(const batchstore::Report& report, const Terminal& stdout_terminal) {
    Terminal terminal = stdout_terminal;
    terminal.width = terminal.width == 0 ? widest : std::min(terminal.width, widest);
    std::string text = heading(report.title, "=", terminal);
    for (const auto& section : report.sections) {
        text += "\n" + heading(section.title, "-", terminal);
        text += wrapped(shown(section.explanation), terminal.width);
        if (!section.facts.empty()) text += "\n" + facts_of(section);
        for (const auto& table : section.tables) {
            text += "\n" + table_text(table, section.tables.size() > 1, terminal);
        }
    }
    return text;
}
