#include "catch.hpp"
#include "report/html/scale.hpp"
#include "report/html/writer.hpp"
#include "test_seed.hpp"

#include <batchstore/report_html.hpp>

#include <random>
#include <string>
#include <vector>

using namespace batchstore;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string page_of(const Report& report) {
    std::string page;
    render_html(report, [&](std::string_view piece) {
        page += piece;
        return true;
    });
    return page;
}

std::string written(std::string_view text, std::size_t longest = 1'024) {
    std::string page;
    const Write write = [&](std::string_view piece) {
        page += piece;
        return true;
    };
    HtmlWriter(write).text(text, longest).flush();
    return page;
}

ReportTable by_status(std::vector<std::vector<ReportValue>> rows) {
    return {.name = "by_status",
            .title = "By status",
            .columns = {{"status", "Status", ReportType::text, "(none)"},
                        {"batches", "Batches", ReportType::number},
                        {"examples", "Examples", ReportType::ids}},
            .rows = std::move(rows),
            .when_empty = "There are no batches."};
}

std::string page_with(const ReportTable& table) {
    return page_of(
        {.title = "October", .sections = {{.name = "status", .title = "Status", .tables = {table}}}});
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a page names its language, its title and what it may do") {
    const std::string page = page_of({.title = "October & more"});
    CHECK_THAT(page, ContainsSubstring("<html lang=\"en\">"));
    CHECK_THAT(page, ContainsSubstring("<title>October &amp; more</title>"));
    CHECK_THAT(page, ContainsSubstring("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    CHECK_THAT(page,
               !ContainsSubstring("<script") && !ContainsSubstring("http:") && !ContainsSubstring("https:"));
}

TEST_CASE("a table has a caption, headers with scope, and totals") {
    ReportTable table = by_status({{std::string("failed"), std::int64_t{1'234}, Ids{"b1", "b2"}}});
    table.totals = {{}, std::int64_t{1'234}, {}};
    const std::string page = page_with(table);
    CHECK_THAT(page, ContainsSubstring("<caption id=\"table-1\">By status</caption>"));
    CHECK_THAT(
        page,
        ContainsSubstring(
            "<th scope=\"col\" class=\"words\">Status</th><th scope=\"col\" class=\"figure\">Batches</th>"));
    CHECK_THAT(page, ContainsSubstring("<tr><th scope=\"row\" class=\"words\"><bdi>failed</bdi></th>"
                                       "<td class=\"figure\">1,234</td>"
                                       "<td class=\"ids\"><code>b1</code> <code>b2</code> </td></tr>"));
    CHECK_THAT(page,
               ContainsSubstring(
                   "<tfoot><tr><th scope=\"row\" colspan=\"1\">Total</th><td class=\"figure\">1,234</td>"));
}

TEST_CASE("a table without rows says what is true then") {
    CHECK_THAT(page_with(by_status({})),
               ContainsSubstring("<h3>By status</h3>\n<p class=\"empty\">There are no batches.</p>"));
}

TEST_CASE("what is not known is said in words, never as 0") {
    ReportTable table = by_status({{{}, {}, {}}});
    table.columns[1].unset = "unknown";
    CHECK_THAT(page_with(table),
               ContainsSubstring("<span class=\"soft\">(none)</span>") &&
                   ContainsSubstring("<td class=\"figure\"><span class=\"soft\">unknown</span></td>"));
}

TEST_CASE("a chart of bars has a name, its numbers as text, and widths in percent") {
    ReportTable table = by_status(
        {{std::string("completed"), std::int64_t{400}, {}}, {std::string("failed"), std::int64_t{1}, {}}});
    table.charts = {{.title = "Batches", .values = {1}}};
    const std::string page = page_with(table);
    CHECK_THAT(page, ContainsSubstring("role=\"img\" aria-labelledby=\"chart-1-0-title chart-1-0-text\""));
    CHECK_THAT(page, ContainsSubstring("<desc id=\"chart-1-0-text\">completed: 400; failed: 1</desc>"));
    CHECK_THAT(page, ContainsSubstring("<rect class=\"s1\" y=\"19\" height=\"10\" width=\"100.0%\"/>"));
    CHECK_THAT(page, ContainsSubstring("<rect class=\"s1\" y=\"62\" height=\"10\" width=\"0.3%\"/>"));
}

TEST_CASE("a chart of columns names its ends and its highest column") {
    ReportTable table = by_status({{std::string("2026-10-01"), std::int64_t{5}, {}},
                                   {std::string("2026-10-02"), std::int64_t{10}, {}}});
    table.charts = {{.kind = ReportChart::Kind::columns, .title = "Batches per day", .values = {1}}};
    const std::string page = page_with(table);
    CHECK_THAT(page, ContainsSubstring(
                         "2 columns from 2026-10-01 to 2026-10-02; the highest is 2026-10-02 with 10."));
    CHECK_THAT(page, ContainsSubstring("<g><title>2026-10-01: 5</title><rect class=\"s1\" x=\"5.000%\" "
                                       "y=\"98.0\" width=\"40.000%\" height=\"90.0\"/></g>"));
}

TEST_CASE("columns stand on each other, and what failed has a pattern of its own and a legend") {
    ReportTable table{
        .name = "per_day",
        .title = "Per day",
        .columns = {{"day", "Day"},
                    {"completed", "Completed", ReportType::number},
                    {.name = "failed", .title = "Failed", .type = ReportType::number, .failure = true}},
        .rows = {{std::string("2026-10-01"), std::int64_t{15}, std::int64_t{5}},
                 {std::string("2026-10-02"), std::int64_t{10}, {}}}};
    table.charts = {{.kind = ReportChart::Kind::stacked, .title = "Requests", .values = {1, 2}}};
    const std::string page = page_with(table);
    CHECK_THAT(page, ContainsSubstring("y=\"53.0\" width=\"40.000%\" height=\"135.0\"/><rect class=\"bad\" "
                                       "x=\"5.000%\" y=\"8.0\" width=\"40.000%\" height=\"45.0\"/>"));
    CHECK_THAT(page, ContainsSubstring("the highest is 2026-10-01 with Completed 15, Failed 5."));
    CHECK_THAT(page, ContainsSubstring("class=\"bad\"/></svg>Failed</li>"));
}

TEST_CASE("one row, or nothing above 0, makes no chart") {
    ReportTable table =
        by_status({{std::string("completed"), std::int64_t{0}, {}}, {std::string("failed"), {}, {}}});
    table.charts = {{.title = "Batches", .values = {1}}};
    CHECK_THAT(page_with(table), !ContainsSubstring("<figure>"));
    table.rows = {{std::string("completed"), std::int64_t{4}, {}}};
    CHECK_THAT(page_with(table), !ContainsSubstring("<figure>"));
}

TEST_CASE("a notice leads to its section if there is one") {
    ReportSection section{.name = "head", .title = "Head"};
    section.notices = {{"late", "5 batches are <late>.", "outcomes", 5},
                       {"odd", "One is odd.", "nowhere", 1}};
    const std::string page =
        page_of({.title = "t", .sections = {section, {.name = "outcomes", .title = "Missed & more"}}});
    CHECK_THAT(page, ContainsSubstring("<li><bdi>5 batches are &lt;late&gt;.</bdi> "
                                       "<a href=\"#outcomes\">Missed &amp; more</a></li>\n"
                                       "<li><bdi>One is odd.</bdi></li>"));
}

TEST_CASE("a fact with what it was before is large, exact where it is rounded, and says the change") {
    ReportSection section{.name = "head", .title = "Head"};
    section.facts = {{{"tokens", "Tokens", ReportType::number},
                      std::int64_t{116'645'226},
                      ReportValue(std::int64_t{58'322'613})},
                     {{"batches", "Batches", ReportType::number}, std::int64_t{7}}};
    const std::string page = page_of({.title = "t", .sections = {section}});
    CHECK_THAT(page, ContainsSubstring(
                         "<div><dt>Tokens</dt><dd class=\"amount\">116.6 M</dd><dd class=\"exact\">"
                         "116,645,226</dd><dd class=\"change\"><bdi>100 % more than 58,322,613</bdi></dd>"));
    CHECK_THAT(page, ContainsSubstring("<div><dt>Batches</dt><dd class=\"amount\">7</dd></div>\n</dl>"));
}

TEST_CASE("text becomes no markup, and nothing in it moves other text") {
    CHECK(written("<b a=\"1\" c='2'>&amp;") == "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
    CHECK(written("\xE2\x80\xAEtxt.exe\x1b[0m\n") == "\\u202etxt.exe\\x1b[0m\\n");
    CHECK(written("\xff") == "\\xff");
}

TEST_CASE("a long text is cut between characters, and its length is said") {
    CHECK(written(std::string(100'000, 'a'), 4) == "aaaa… (100,000 bytes)");
    CHECK(written("ab\xC3\xA4\xC3\xA4", 5) == "ab\xC3\xA4… (6 bytes)");
    CHECK(written("ab\xC3\xA4", 4) == "ab\xC3\xA4");
}

TEST_CASE("no bytes whatever get out of the text of a page") {
    const unsigned seed = batchstore::testing::test_seed();
    INFO("BATCHSTORE_TEST_SEED=" << seed);
    std::mt19937_64 random(seed);
    const std::string alphabet = "<>&\"'/=;- aS\n\r\t\x01\x7f\x80\xC2\xE2\xAE\xF0\x9F";
    for (int round = 0; round < 2'000; ++round) {
        std::string text(random() % 60, ' ');
        for (char& c : text) c = alphabet[random() % alphabet.size()];
        const std::string page = written(text, 20 + random() % 60);
        INFO(text);
        REQUIRE(page.find_first_of("<>\"'\n\r\t\x01\x7f") == std::string::npos);
        for (std::size_t at = page.find('&'); at != std::string::npos; at = page.find('&', at + 1)) {
            const std::string entity = page.substr(at, page.find(';', at) - at);
            REQUIRE_THAT(" &amp &lt &gt &quot &#39 ", ContainsSubstring(" " + entity + " "));
        }
    }
}

TEST_CASE("the same report gives the same bytes, and a reader that goes away ends it") {
    const ReportTable table = by_status({{std::string("completed"), std::int64_t{4}, {}}});
    CHECK(page_with(table) == page_with(table));
    int pieces = 0;
    ReportTable large = by_status({});
    large.rows.assign(20'000, table.rows.front());
    render_html({.title = "t", .sections = {{.name = "s", .title = "S", .tables = {large}}}},
                [&](std::string_view) { return ++pieces < 2; });
    CHECK(pieces == 2);
}

TEST_CASE("an axis has round marks that reach the greatest number") {
    const auto labels = [](double greatest, ReportType type) {
        std::string text;
        for (const Tick& tick : ticks_up_to(greatest, type)) text += tick.label + " ";
        return text;
    };
    CHECK(labels(1, ReportType::number) == "0 1 ");
    CHECK(labels(274, ReportType::number) == "0 100 200 300 ");
    CHECK(labels(5'580'000'000, ReportType::number) == "0 2B 4B 6B ");
    CHECK(labels(0.97, ReportType::share) == "0 20 % 40 % 60 % 80 % 100 % ");
    CHECK(labels(100'000, ReportType::seconds) == "0 6h 12h 18h 24h 30h ");
    CHECK(labels(600'000, ReportType::seconds) == "0 2d 4d 6d 8d ");
    CHECK(labels(0.7, ReportType::decimal) == "0 0.2 0.4 0.6 0.8 ");
}
