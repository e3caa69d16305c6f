#include "catch.hpp"

#include <batchstore/report.hpp>

using namespace batchstore;

namespace {

std::string change_from(ReportType type, const ReportValue& before, const ReportValue& now) {
    return change_text({{"figure", "Figure", type, "unknown"}, now, before});
}

std::string change_of_count(const ReportValue& before, const ReportValue& now) {
    return change_from(ReportType::number, before, now);
}

}  // namespace

TEST_CASE("a change is a percentage of what was before") {
    CHECK(change_of_count(std::int64_t{1'234}, std::int64_t{1'382}) == "12 % more than 1,234");
    CHECK(change_of_count(std::int64_t{1'234}, std::int64_t{617}) == "50 % less than 1,234");
    CHECK(change_of_count(std::int64_t{1'234}, std::int64_t{0}) == "100 % less than 1,234");
    CHECK(change_from(ReportType::seconds, std::int64_t{60}, std::int64_t{120}) == "100 % more than 1m 00s");
    CHECK(change_from(ReportType::decimal, "25.005", "12.5025") == "50 % less than 25.01");
}

TEST_CASE("a change is not rounded to none or to all") {
    CHECK(change_of_count(std::int64_t{100'000}, std::int64_t{100'001}) == "less than 1 % more than 100,000");
    CHECK(change_of_count(std::int64_t{100'000}, std::int64_t{1}) == "over 99 % less than 100,000");
    CHECK(change_from(ReportType::share, 0.987, 0.9871) == "less than 0.1 points more than 98.7 %");
}

TEST_CASE("a change of many times is no percentage") {
    CHECK(change_of_count(std::int64_t{100}, std::int64_t{1'000}) == "10 times as much as 100");
    CHECK(change_of_count(std::int64_t{100}, std::int64_t{999}) == "899 % more than 100");
}

TEST_CASE("shares change by points") {
    CHECK(change_from(ReportType::share, 0.981, 0.987) == "0.6 points more than 98.1 %");
    CHECK(change_from(ReportType::share, 0.981, 0.5) == "48.1 points less than 98.1 %");
}

TEST_CASE("what cannot be compared is said as it is, and no change plainly") {
    CHECK(change_of_count(std::int64_t{7}, std::int64_t{7}) == "no change");
    CHECK(change_of_count(std::int64_t{0}, std::int64_t{7}) == "0 before");
    CHECK(change_of_count(std::int64_t{7}, {}) == "7 before");
    CHECK(change_of_count({}, std::int64_t{7}) == "unknown before");
    CHECK(change_of_count({}, {}) == "unknown before too");
    CHECK(change_text({{"figure", "Figure", ReportType::number}, std::int64_t{7}}).empty());
}
