#include "report/html/chart.hpp"
#include "report/html/facts.hpp"
#include "report/html/paper.hpp"
#include "report/html/style.hpp"
#include "report/html/table.hpp"
#include "report/html/writer.hpp"

#include <batchstore/report_html.hpp>

#include <algorithm>
#include <vector>

namespace batchstore {

namespace {

class HtmlReport {
public:
    HtmlReport(HtmlWriter& page, const Report& report) : page_(page), report_(report) {
        for (const ReportSection& section : report.sections) sections_.push_back(&section);
        // First comes what needs attention, or the key figures.
        const auto figures = std::ranges::find_if(sections_, [](const ReportSection* section) {
            return !section->notices.empty() || are_figures(section->facts);
        });
        if (figures != sections_.end()) std::rotate(sections_.begin(), figures, figures + 1);
    }

    void write() {
        write_head();
        page_.markup("<body>\n");
        write_chart_patterns(page_);
        page_.markup("<header>\n<p class=\"maker\">batchstore</p>\n<h1>")
            .text(report_.title)
            .markup("</h1>\n</header>\n");
        write_contents();
        page_.markup("<main>\n");
        for (const ReportSection* section : sections_) write_section(*section);
        page_.markup("</main>\n</body>\n</html>\n");
    }

private:
    void write_head() {
        // The policy forbids scripts and the network even to what could get into the page.
        page_.markup(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" "
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        page_.text(report_.title)
            .markup("</title>\n<style>\n")
            .markup(html_style)
            .markup(html_print_style)
            .markup("</style>\n</head>\n");
    }

    void write_contents() {
        page_.markup("<nav aria-label=\"Contents\">\n<ol>\n");
        for (const ReportSection* section : sections_) {
            page_.markup("<li><a href=\"#")
                .text(section->name)
                .markup("\">")
                .text(section->title)
                .markup("</a></li>\n");
        }
        page_.markup("</ol>\n</nav>\n");
    }

    void write_section(const ReportSection& section) {
        page_.markup("<section id=\"").text(section.name).markup("\" aria-labelledby=\"").text(section.name);
        const bool landscape = needs_landscape(section);
        page_.markup(landscape ? Markup("-title\" class=\"landscape") : Markup("-title"));
        page_.markup("\">\n<h2 id=\"")
            .text(section.name)
            .markup("-title\">")
            .text(section.title)
            .markup("</h2>\n");
        if (!section.explanation.empty()) {
            page_.markup("<p class=\"explanation\">")
                .text(section.explanation, longest_explanation)
                .markup("</p>\n");
        }
        if (!section.notices.empty()) write_notices(section.notices);
        if (!section.facts.empty()) write_facts(page_, section.facts);
        for (const ReportTable& table : section.tables) {
            page_.markup("<div class=\"block").markup(paper_class(table, landscape)).markup("\">\n");
            if (!table.charts.empty()) write_charts(table);
            write_table(page_, table, ++tables_);
            page_.markup("</div>\n");
        }
        page_.markup("</section>\n");
    }

    void write_charts(const ReportTable& table) {
        page_.markup("<div class=\"charts\">\n");
        for (const ReportChart& chart : table.charts) {
            if (write_chart(page_, table, chart, charts_ + 1)) ++charts_;
        }
        page_.markup("</div>\n");
    }

    /// Each with a link to the section that says more, if there is one.
    void write_notices(const std::vector<ReportNotice>& notices) {
        page_.markup("<ul class=\"notices\">\n");
        for (const ReportNotice& notice : notices) {
            page_.markup("<li><bdi>").text(notice.text, longest_notice).markup("</bdi>");
            const auto section = std::ranges::find(sections_, notice.section, &ReportSection::name);
            if (section != sections_.end()) {
                page_.markup(" <a href=\"#").text(notice.section).markup("\">");
                page_.text((*section)->title).markup("</a>");
            }
            page_.markup("</li>\n");
        }
        page_.markup("</ul>\n");
    }

    static constexpr std::size_t longest_explanation = 4'096;
    static constexpr std::size_t longest_notice = 400;

    HtmlWriter& page_;
    const Report& report_;
    std::vector<const ReportSection*> sections_;
    int charts_ = 0;
    int tables_ = 0;
};

}  // namespace

void render_html(const Report& report, const Write& write) {
    HtmlWriter page(write);
    HtmlReport(page, report).write();
    page.flush();
}

}  // namespace batchstore
