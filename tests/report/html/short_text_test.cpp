#include "report/html/short_text.hpp"

#include "catch.hpp"

using namespace batchstore;

TEST_CASE("a large number is short, and never 1000 of its unit") {
    const ReportColumn column{"batches", "Batches", ReportType::number, "unknown"};
    const auto text = [&](std::int64_t number) { return short_text(column, number); };
    CHECK(text(999'999) == "999,999");
    CHECK(text(116'645'226) == "116.6 M");
    CHECK(text(999'949'999) == "999.9 M");
    CHECK(text(999'950'000) == "1.0 B");
    CHECK(text(5'000'000'000'000'000) == "5000.0 T");
    CHECK(short_text({"success", "Success", ReportType::share}, 0.5) == "50.0 %");
    CHECK(short_text(column, {}) == "unknown");
}
