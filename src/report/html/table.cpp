#include "report/html/table.hpp"

#include "report/html/cell.hpp"
#include "report/html/paper.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace batchstore {

namespace {

/// The class of a cell, so that figures stand right and in one line, and words have room.
void write_class(HtmlWriter& page, ReportType type) {
    if (is_figure(type)) page.markup(" class=\"figure\"");
    if (type == ReportType::text || type == ReportType::code) page.markup(" class=\"words\"");
    if (type == ReportType::ids) page.markup(" class=\"ids\"");
}

class Table {
public:
    Table(HtmlWriter& page, const ReportTable& table, int number)
        : page_(page), table_(table), number_(number) {}

    void write() {
        // It can be scrolled with the keyboard too.
        page_.markup("<div class=\"scroll")
            .markup(table_.rows.size() > many_rows ? Markup(" tall") : Markup(""));
        page_.markup("\" role=\"region\" tabindex=\"0\" aria-labelledby=\"table-")
            .number(number_)
            .markup("\">\n<table>\n");
        page_.markup("<caption id=\"table-")
            .number(number_)
            .markup("\">")
            .text(table_.title)
            .markup("</caption>\n");
        write_head();
        page_.markup("<tbody>\n");
        for (const auto& row : table_.rows) write_row(row);
        page_.markup("</tbody>\n");
        if (!table_.totals.empty()) write_totals();
        page_.markup("</table>\n</div>\n");
    }

private:
    template <class Visit>
    void each_column(Visit&& visit) const {
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            if (!table_.columns[i].detail) visit(i, table_.columns[i]);
        }
    }

    void write_head() {
        page_.markup("<thead><tr>");
        each_column([&](std::size_t, const ReportColumn& column) {
            page_.markup("<th scope=\"col\"");
            write_class(page_, column.type);
            page_.markup(">").text(column.title).markup("</th>");
        });
        page_.markup("</tr></thead>\n");
    }

    void write_row(const std::vector<ReportValue>& row) {
        page_.markup("<tr>");
        each_column([&](std::size_t i, const ReportColumn& column) {
            const bool names = i < table_.keys;
            page_.markup(names ? Markup("<th scope=\"row\"") : Markup("<td"));
            write_class(page_, column.type);
            page_.markup(">");
            write_value(page_, column, row[i]);
            page_.markup(names ? Markup("</th>") : Markup("</td>"));
        });
        page_.markup("</tr>\n");
    }

    void write_totals() {
        page_.markup("<tfoot><tr>");
        if (table_.keys > 0) {
            page_.markup("<th scope=\"row\" colspan=\"")
                .number(static_cast<std::int64_t>(table_.keys))
                .markup("\">Total</th>");
        }
        each_column([&](std::size_t i, const ReportColumn& column) {
            if (i < table_.keys) return;
            page_.markup("<td");
            write_class(page_, column.type);
            page_.markup(">");
            write_value(page_, column, table_.totals[i]);
            page_.markup("</td>");
        });
        page_.markup("</tr></tfoot>\n");
    }

    HtmlWriter& page_;
    const ReportTable& table_;
    int number_;
};

}  // namespace

void write_table(HtmlWriter& page, const ReportTable& table, int number) {
    if (table.rows.empty()) {
        page.markup("<h3>")
            .text(table.title)
            .markup("</h3>\n<p class=\"empty\">")
            .text(table.when_empty)
            .markup("</p>\n");
        return;
    }
    Table(page, table, number).write();
    if (!table.note.empty())
        page.markup("<p class=\"note\">").text(table.note, longest_code).markup("</p>\n");
}

}  // namespace batchstore
