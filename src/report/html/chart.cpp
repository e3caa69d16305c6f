#include "report/html/chart.hpp"

#include "report/html/picture.hpp"
#include "report/html/scale.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::int64_t patterns = 4;

void write_legend(const HtmlPicture& picture) {
    HtmlWriter& page = picture.page;
    page.markup("<ul class=\"legend\">");
    for (std::size_t series = 0; series < picture.chart.values.size(); ++series) {
        page.markup("<li><svg class=\"swatch\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\"");
        picture.fill(series);
        page.markup("/></svg>").text(picture.column(series).title).markup("</li>");
    }
    page.markup("</ul>");
}

void write_caption(const HtmlPicture& picture) {
    HtmlWriter& page = picture.page;
    const std::size_t rows = picture.table.rows.size();
    const bool bars = picture.chart.kind == ReportChart::Kind::bars;
    const bool has_legend = picture.chart.kind != ReportChart::Kind::columns;
    page.markup("<figcaption>").text(picture.chart.title);
    const std::size_t drawn = bars ? rows_as_bars(picture.table, picture.chart) : rows;
    if (drawn < rows) {
        page.markup(" <span class=\"soft\">(the first ")
            .number(static_cast<std::int64_t>(drawn))
            .markup(" of ");
        page.text(grouped(static_cast<std::int64_t>(rows))).markup(")</span>");
    }
    if (has_legend && picture.chart.values.size() > 1) write_legend(picture);
    page.markup("</figcaption>\n");
}

}  // namespace

std::string HtmlPicture::name(const Row& row) const {
    std::string name;
    for (std::size_t i = 0; i < table.keys; ++i) {
        name += (i > 0 ? ", " : "") + to_text(table.columns[i], row[i]);
    }
    return name;
}

std::string HtmlPicture::short_name(const Row& row) const {
    if (!names_are_intervals()) return name(row);
    std::string text = to_text(table.columns.front(), row.front());
    for (const std::string_view nothing : {" 00s", " 00m", " 00h"}) {
        if (text.ends_with(nothing)) text.resize(text.size() - nothing.size());
    }
    return text;
}

void HtmlPicture::begin(Markup kind, std::size_t height, const std::string& style, std::size_t series,
                        const std::string& description) const {
    const auto id = [&](Markup part) {
        page.markup("chart-")
            .number(number)
            .markup("-")
            .number(static_cast<std::int64_t>(series))
            .markup(part);
    };
    page.markup("<svg class=\"").markup(kind).markup("\" role=\"img\" aria-labelledby=\"");
    id("-title");
    page.markup(" ");
    id("-text");
    page.markup("\" style=\"height:").number(static_cast<std::int64_t>(height)).markup("px").text(style);
    page.markup("\">\n<title id=\"");
    id("-title");
    page.markup("\">").text(chart.title).markup("</title>\n<desc id=\"");
    id("-text");
    page.markup("\">").text(description, 4'096).markup("</desc>\n");
}

void HtmlPicture::percent(double share) const {
    // What is not 0 can be seen.
    constexpr double thousand = 1'000;
    constexpr std::int64_t least_permille = 3;
    std::int64_t permille = std::lround(share * thousand);
    if (share > 0) permille = std::max(permille, least_permille);
    page.number(permille / 10).markup(".").number(permille % 10).markup("%");
}

void HtmlPicture::place(double share) const {
    constexpr double hundred = 100;
    page.text(fmt::format("{:.3f}%", share * hundred));
}

void HtmlPicture::fill(std::size_t series) const {
    if (column(series).failure) {
        page.markup(" class=\"bad\"");
        return;
    }
    std::int64_t before = 0;
    for (std::size_t i = 0; i < series; ++i) before += column(i).failure ? 0 : 1;
    page.markup(" class=\"s").number(before % patterns + 1).markup("\"");
}

bool write_chart(HtmlWriter& page, const ReportTable& table, const ReportChart& chart, int number) {
    if (table.rows.size() < 2 || greatest_of(table, chart.values) == 0) return false;
    const HtmlPicture picture{page, table, chart, number};
    const bool bars = chart.kind == ReportChart::Kind::bars;
    page.markup(bars                       ? Markup("<figure>\n")
                : columns_are_dense(table) ? Markup("<figure class=\"along dense\">\n")
                                           : Markup("<figure class=\"along\">\n"));
    write_caption(picture);
    if (bars) {
        write_bars(picture);
    } else {
        write_columns(picture);
    }
    page.markup("</figure>\n");
    return true;
}

void write_chart_patterns(HtmlWriter& page) {
    page.markup(
        "<svg class=\"patterns\" aria-hidden=\"true\"><defs>\n"
        "<pattern id=\"pattern-2\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><rect class=\"p2\" width=\"6\" height=\"6\"/>"
        "<rect class=\"paper\" width=\"2\" height=\"6\"/></pattern>\n"
        "<pattern id=\"pattern-3\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
        "<rect class=\"p3\" width=\"5\" height=\"5\"/>"
        "<circle class=\"paper\" cx=\"2.5\" cy=\"2.5\" r=\"1.2\"/></pattern>\n"
        "<pattern id=\"pattern-4\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">"
        "<rect class=\"p4\" width=\"4\" height=\"4\"/>"
        "<rect class=\"paper\" width=\"4\" height=\"1\"/></pattern>\n"
        "<pattern id=\"pattern-bad\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(-45)\"><rect class=\"pbad\" width=\"5\" height=\"5\"/>"
        "<rect class=\"paper\" width=\"1.5\" height=\"5\"/></pattern>\n"
        "</defs></svg>\n");
}

}  // namespace batchstore
