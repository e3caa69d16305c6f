#include "report/html/facts.hpp"

#include "report/html/cell.hpp"
#include "report/html/change.hpp"

#include <algorithm>
#include <string>

namespace batchstore {

namespace {

bool is_compared(const ReportFact& fact) {
    return fact.before.has_value();
}

bool are_numbers(const std::vector<ReportFact>& facts) {
    return !facts.empty() && std::ranges::all_of(facts, [](const ReportFact& fact) {
        return is_figure(fact.column.type) && fact.column.type != ReportType::time &&
               fact.column.type != ReportType::microseconds;
    });
}

void write_tile(HtmlWriter& page, const ReportFact& fact) {
    const std::string text = short_text(fact.column, fact.value);
    const std::string exact = to_text(fact.column, fact.value);
    const bool rounded = text != exact;
    page.markup("<div><dt>").text(fact.column.title).markup("</dt>");
    page.markup("<dd class=\"amount\">");
    if (rounded) {
        page.text(text).markup("</dd><dd class=\"exact\">").text(exact);
    } else {
        write_value(page, fact.column, fact.value);
    }
    page.markup("</dd><dd class=\"change\"><bdi>").text(change_text(fact.column, fact.value, *fact.before));
    page.markup("</bdi></dd></div>\n");
}

void write_tiles(HtmlWriter& page, const std::vector<ReportFact>& facts) {
    if (std::ranges::none_of(facts, is_compared)) return;
    page.markup("<dl class=\"tiles\">\n");
    for (const ReportFact& fact : facts) {
        if (is_compared(fact)) write_tile(page, fact);
    }
    page.markup("</dl>\n");
}

}  // namespace

bool are_figures(const std::vector<ReportFact>& facts) {
    return are_numbers(facts) || std::ranges::any_of(facts, is_compared);
}

void write_facts(HtmlWriter& page, const std::vector<ReportFact>& facts) {
    write_tiles(page, facts);
    std::vector<ReportFact> others;
    std::ranges::remove_copy_if(facts, std::back_inserter(others), is_compared);
    if (others.empty()) return;
    page.markup(are_numbers(others) ? Markup("<dl class=\"figures\">\n") : Markup("<dl class=\"facts\">\n"));
    for (const ReportFact& fact : others) {
        page.markup("<div><dt>").text(fact.column.title).markup("</dt><dd>");
        write_value(page, fact.column, fact.value);
        page.markup("</dd></div>\n");
    }
    page.markup("</dl>\n");
}

}  // namespace batchstore
