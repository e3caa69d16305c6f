#include "report/html/paper.hpp"

#include "catch.hpp"

#include <string>

using namespace batchstore;

namespace {

ReportTable table_of(std::size_t columns, std::size_t rows) {
    ReportTable table;
    table.columns.assign(columns, {"number", "Number", ReportType::number});
    table.rows.assign(rows, std::vector<ReportValue>(columns, std::int64_t{1'234'567}));
    return table;
}

std::string class_of(const ReportTable& table) {
    return std::string(paper_class(table).text());
}

}  // namespace

TEST_CASE("a table is as wide as its longest numbers and words, without what people do not see") {
    ReportTable table = table_of(2, 1);
    table.columns[1].detail = true;
    CHECK(characters_across(table) == 11);
    table.columns[0] = {"words", "Short words", ReportType::text};
    table.rows[0][0] = std::string(100'000, 'W');
    CHECK(characters_across(table) == 16);
}

TEST_CASE("a section with a wide table has pages in landscape, a wider table small type too") {
    CHECK_FALSE(needs_landscape({.tables = {table_of(8, 3), table_of(12, 0)}}));
    CHECK(needs_landscape({.tables = {table_of(8, 3), table_of(12, 3)}}));
    CHECK(class_of(table_of(12, 3)).empty());
    CHECK(class_of(table_of(15, 3)) == " small");
}

TEST_CASE("a long narrow table stands in columns side by side") {
    CHECK(class_of(table_of(3, 40)).empty());
    CHECK(class_of(table_of(3, 41)) == " three-columns");
    CHECK(class_of(table_of(5, 41)) == " two-columns");
    CHECK(class_of(table_of(8, 41)).empty());
}
