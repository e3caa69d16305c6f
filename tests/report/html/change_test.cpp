#include "report/html/change.hpp"

#include "catch.hpp"

using namespace batchstore;

namespace {

const ReportColumn counted_batches{"batches", "Batches", ReportType::number, "unknown"};
const ReportColumn success_share{"success", "Success", ReportType::share};

std::string change_of(std::int64_t now, std::int64_t before) {
    return change_text(counted_batches, now, before);
}

}  // namespace

TEST_CASE("a change is a percentage of what was before") {
    CHECK(change_of(1'382, 1'234) == "12 % more than 1,234");
    CHECK(change_of(617, 1'234) == "50 % less than 1,234");
    CHECK(change_of(0, 1'234) == "100 % less than 1,234");
    CHECK(change_text({"run", "Run", ReportType::seconds}, std::int64_t{120}, std::int64_t{60}) ==
          "100 % more than 1m 00s");
    CHECK(change_text({"cost", "Cost", ReportType::decimal}, std::string("12.5025"), std::string("25.005")) ==
          "50 % less than 25.01");
}

TEST_CASE("a change is not rounded to none or to all") {
    CHECK(change_of(100'001, 100'000) == "less than 1 % more than 100,000");
    CHECK(change_of(1, 100'000) == "over 99 % less than 100,000");
    CHECK(change_text(success_share, 0.9871, 0.987) == "less than 0.1 points more than 98.7 %");
}

TEST_CASE("a change of many times is no percentage") {
    CHECK(change_of(1'000, 100) == "10 times as much as 100");
    CHECK(change_of(999, 100) == "899 % more than 100");
}

TEST_CASE("shares change by points") {
    CHECK(change_text(success_share, 0.987, 0.981) == "0.6 points more than 98.1 %");
    CHECK(change_text(success_share, 0.5, 0.981) == "48.1 points less than 98.1 %");
}

TEST_CASE("what cannot be compared is said as it is, and no change plainly") {
    CHECK(change_of(7, 7) == "no change");
    CHECK(change_of(7, 0) == "0 before");
    CHECK(change_text(counted_batches, {}, std::int64_t{7}) == "7 before");
    CHECK(change_text(counted_batches, std::int64_t{7}, {}) == "unknown before");
    CHECK(change_text(counted_batches, {}, {}) == "unknown before too");
}

TEST_CASE("a large number is short, and never 1000 of its unit") {
    const auto text = [](std::int64_t number) { return short_text(counted_batches, number); };
    CHECK(text(999'999) == "999,999");
    CHECK(text(116'645'226) == "116.6 M");
    CHECK(text(999'949'999) == "999.9 M");
    CHECK(text(999'950'000) == "1.0 B");
    CHECK(text(5'000'000'000'000'000) == "5000.0 T");
    CHECK(short_text(success_share, 0.5) == "50.0 %");
    CHECK(short_text(counted_batches, {}) == "unknown");
}
