#include "commands/report/forms.hpp"
#include "output/shown_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace {

using batchstore::ReportColumn;
using batchstore::ReportType;
using batchstore::ReportValue;

constexpr std::size_t longest_cell = 120;
constexpr std::size_t longest_text = 1'000;

/// Text in which nothing is markup: what Markdown or HTML could take for it is escaped. So are `://`, `www.`
/// and `@`, of which GitHub makes links and mentions.
std::string escaped(const std::string& text, std::size_t longest = longest_cell) {
    std::string result;
    const std::string harmless = cut_to(shown(text), longest);
    for (std::size_t i = 0; i < harmless.size(); ++i) {
        const char c = harmless[i];
        if (c == '<') {
            result += "&lt;";
        } else if (c == '>') {
            result += "&gt;";
        } else if (c == '&') {
            result += "&amp;";
        } else if (c == '@') {
            result += "&#64;";
        } else if (c == '.' && i >= 3 && std::string_view(harmless).substr(i - 3, 3) == "www") {
            result += "&#46;";
        } else if (c == ':' && std::string_view(harmless).substr(i).starts_with("://")) {
            result += "&#58;";
        } else {
            if (std::string_view("\\`*_[]|~$").find(c) != std::string_view::npos) result += '\\';
            result += c;
        }
    }
    return result;
}

/// A span of code. It cannot hold its own fence, so a text with backticks gets a longer one.
std::string code(const std::string& text) {
    const std::string harmless = shown(text);
    std::string fence = "`";
    while (harmless.find(fence) != std::string::npos) fence += '`';
    const char* space = fence.size() > 1 ? " " : "";
    std::string span = fence + space + harmless + space + fence;
    for (std::size_t at = 0; (at = span.find('|', at)) != std::string::npos; at += 2) span.insert(at, "\\");
    return span;
}

std::string cell(const ReportColumn& column, const ReportValue& value) {
    if (column.type == ReportType::code && std::holds_alternative<std::string>(value)) {
        return code(std::get<std::string>(value));
    }
    return escaped(to_text(column, value));
}

std::string line_of(const std::vector<std::string>& cells) {
    std::string line = "|";
    for (const std::string& text : cells) line += " " + text + " |";
    return line + "\n";
}

std::string table_of(const batchstore::ReportTable& table) {
    if (table.rows.empty()) return escaped(table.when_empty) + "\n";
    std::vector<std::size_t> shown_columns;
    std::vector<std::string> titles;
    std::vector<std::string> rules;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].detail) continue;
        shown_columns.push_back(i);
        titles.push_back(escaped(table.columns[i].title));
        rules.emplace_back(is_figure(table.columns[i].type) ? "---:" : "---");
    }
    std::string text = line_of(titles) + line_of(rules);
    const auto add_row = [&](const std::vector<ReportValue>& row, bool totals) {
        std::vector<std::string> cells;
        for (const std::size_t i : shown_columns) {
            const bool key = totals && i < table.keys;
            cells.push_back(key ? (i == 0 ? "**total**" : "") : cell(table.columns[i], row[i]));
        }
        text += line_of(cells);
    };
    for (const auto& row : table.rows) add_row(row, false);
    if (!table.totals.empty()) add_row(table.totals, true);
    if (!table.note.empty()) text += "\n" + escaped(table.note) + "\n";
    return text;
}

std::string facts_of(const batchstore::ReportSection& section) {
    const bool compared =
        std::ranges::any_of(section.facts, [](const auto& fact) { return fact.before.has_value(); });
    std::vector<std::string> head{"", ""};
    std::vector<std::string> rule{"---", "---"};
    if (compared) {
        head.emplace_back("");
        rule.emplace_back("---");
    }
    std::string text = line_of(head) + line_of(rule);
    for (const auto& fact : section.facts) {
        if (fact.column.detail) continue;
        std::vector<std::string> cells{escaped(fact.column.title), cell(fact.column, fact.value)};
        if (compared) cells.push_back(escaped(change_text(fact)));
        text += line_of(cells);
    }
    return text;
}

/// What GitHub makes of a heading, so that links lead to it.
std::string anchor_of(const std::string& title) {
    std::string anchor;
    for (const char c : title) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == ' ') anchor += '-';
        if (std::isalnum(byte) != 0 || c == '-' || c == '_') anchor += static_cast<char>(std::tolower(byte));
    }
    return anchor;
}

/// Sentences as a list, each with a link to the section that says more.
std::string notices_of(const batchstore::Report& report, const batchstore::ReportSection& section) {
    std::string text;
    for (const batchstore::ReportNotice& notice : section.notices) {
        text += "- " + escaped(notice.text, longest_text);
        const auto more =
            std::ranges::find(report.sections, notice.section, &batchstore::ReportSection::name);
        if (more != report.sections.end()) {
            text += " [" + escaped(more->title) + "](#" + anchor_of(more->title) + ")";
        }
        text += "\n";
    }
    return text;
}

}  // namespace

std::string report_as_markdown(const batchstore::Report& report) {
    std::string text = "# " + escaped(report.title) + "\n";
    for (const auto& section : report.sections) {
        text += "\n## " + escaped(section.title) + "\n\n" + escaped(section.explanation, longest_text) + "\n";
        if (!section.facts.empty()) text += "\n" + facts_of(section);
        if (!section.notices.empty()) text += "\n" + notices_of(report, section);
        for (const auto& table : section.tables) {
            if (section.tables.size() > 1 || table.title != section.title)
                text += "\n### " + escaped(table.title) + "\n";
            text += "\n" + table_of(table);
        }
    }
    return text;
}
