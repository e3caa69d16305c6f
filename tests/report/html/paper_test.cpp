#include "report/html/paper.hpp"

#include "catch.hpp"

#include <string>

using namespace batchstore;

namespace {

ReportTable wide_table(std::size_t columns, std::size_t rows) {
    ReportTable table;
    table.columns.assign(columns, {"number", "Number", ReportType::number});
    table.rows.assign(rows, std::vector<ReportValue>(columns, std::int64_t{1'234'567}));
    return table;
}

std::string paper_class_of(const ReportTable& table, bool landscape = false) {
    return std::string(paper_class(table, landscape).text());
}

}  // namespace

TEST_CASE("a table is as wide as its longest numbers and words, without what people do not see") {
    ReportTable table = wide_table(2, 1);
    table.columns[1].detail = true;
    CHECK(characters_across(table) == 11);
    table.columns[0] = {"words", "Short words", ReportType::text};
    table.rows[0][0] = std::string(100'000, 'W');
    CHECK(characters_across(table) == 16);
}

TEST_CASE("a section with a table too wide for small type has pages in landscape") {
    CHECK_FALSE(needs_landscape({.tables = {wide_table(8, 3), wide_table(12, 3), wide_table(13, 0)}}));
    CHECK(needs_landscape({.tables = {wide_table(8, 3), wide_table(13, 3)}}));
}

TEST_CASE("a table has small type only where it would not fit otherwise") {
    CHECK(paper_class_of(wide_table(10, 30)).empty());
    CHECK(paper_class_of(wide_table(12, 30)) == " small");
    CHECK(paper_class_of(wide_table(13, 30), true).empty());
    CHECK(paper_class_of(wide_table(15, 30), true) == " small");
}

TEST_CASE("a short table stays whole, a long narrow one stands in columns side by side") {
    CHECK(paper_class_of(wide_table(3, 25)) == " whole");
    CHECK(paper_class_of(wide_table(12, 25)) == " small whole");
    CHECK(paper_class_of(wide_table(3, 40)).empty());
    CHECK(paper_class_of(wide_table(3, 41)) == " three-columns");
    CHECK(paper_class_of(wide_table(5, 41)) == " two-columns");
    CHECK(paper_class_of(wide_table(8, 41)).empty());
}
