#include "report/html/facts.hpp"

#include "report/html/cell.hpp"
#include "report/html/short_text.hpp"

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

/// A large number so that it can be said, and exactly below it.
void write_amount(HtmlWriter& page, const ReportFact& fact) {
    const std::string text = short_text(fact.column, fact.value);
    const std::string exact = to_text(fact.column, fact.value);
    page.markup("<div><dt>").text(fact.column.title).markup("</dt><dd class=\"amount\">");
    if (text == exact) {
        write_value(page, fact.column, fact.value);
    } else {
        page.text(text).markup("</dd><dd class=\"exact\">").text(exact);
    }
    page.markup("</dd>");
}

void write_amounts(HtmlWriter& page, const std::vector<ReportFact>& facts) {
    const bool compared = std::ranges::any_of(facts, is_compared);
    page.markup(compared ? Markup("<dl class=\"tiles\">\n") : Markup("<dl class=\"figures\">\n"));
    for (const ReportFact& fact : facts) {
        write_amount(page, fact);
        if (is_compared(fact)) {
            page.markup("<dd class=\"change\"><bdi>").text(change_text(fact)).markup("</bdi></dd>");
        }
        page.markup("</div>\n");
    }
    page.markup("</dl>\n");
}

}  // namespace

bool are_figures(const std::vector<ReportFact>& facts) {
    return are_numbers(facts) || std::ranges::any_of(facts, is_compared);
}

void write_facts(HtmlWriter& page, const std::vector<ReportFact>& facts) {
    if (are_figures(facts)) {
        write_amounts(page, facts);
        return;
    }
    page.markup("<dl class=\"facts\">\n");
    for (const ReportFact& fact : facts) {
        page.markup("<div><dt>").text(fact.column.title).markup("</dt><dd>");
        write_value(page, fact.column, fact.value);
        page.markup("</dd></div>\n");
    }
    page.markup("</dl>\n");
}

}  // namespace batchstore
