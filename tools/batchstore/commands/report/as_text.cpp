#include "commands/report/forms.hpp"
#include "output/facts.hpp"
#include "output/shown_text.hpp"
#include "output/table_layout.hpp"
#include "output/wrapping.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

namespace {

constexpr std::size_t widest = 100;

std::string heading(const std::string& title, const char* line, const Terminal& terminal) {
    const std::string text = cut_to(shown(title), terminal.width);
    std::string under;
    for (std::size_t i = 0; i < columns_of(text); ++i) under += line;
    return (terminal.styled ? "\x1b[1m" + text + "\x1b[0m" : text) + "\n" + under + "\n";
}

std::string facts_of(const batchstore::ReportSection& section, const Terminal& terminal) {
    Facts facts;
    for (const auto& fact : section.facts) {
        if (!fact.column.detail)
            facts.add(fact.column.title, to_text(fact.column, fact.value), change_text(fact));
    }
    return facts.text(terminal.width);
}

std::string title_of_section(const batchstore::Report& report, const std::string& name) {
    const auto section = std::ranges::find(report.sections, name, &batchstore::ReportSection::name);
    return section == report.sections.end() ? name : section->title;
}

/// Sentences as a list, each with the title of the section that says more.
std::string notices_of(const batchstore::Report& report, const batchstore::ReportSection& section,
                       std::size_t width) {
    std::string text;
    for (const batchstore::ReportNotice& notice : section.notices) {
        const std::string sentence =
            shown(notice.text) + " See: " + shown(title_of_section(report, notice.section)) + ".";
        text += "- " + wrapped(sentence, width, 2);
    }
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
        if (!section.facts.empty()) text += "\n" + facts_of(section, terminal);
        if (!section.notices.empty()) text += "\n" + notices_of(report, section, terminal.width);
        for (const auto& table : section.tables) {
            const bool titled = section.tables.size() > 1 || table.title != section.title;
            text += "\n" + whole_text_of(table, titled, terminal);
        }
    }
    return text;
}
