#include "catch.hpp"

#include <batchstore/report.hpp>

#include <limits>

using namespace batchstore;

namespace {

std::string shown_as(ReportType type, const ReportValue& value) {
    return to_text({.name = "n", .title = "N", .type = type, .unset = "unknown"}, value);
}

}  // namespace

TEST_CASE("a number of a report has its thousands apart") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(-1'000) == "-1,000");
    CHECK(shown_as(ReportType::number, std::int64_t{1'234'567}) == "1,234,567");
    CHECK(grouped(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("a length of time is exact to the second") {
    const auto text = [](std::int64_t seconds) { return shown_as(ReportType::seconds, seconds); };
    CHECK(text(0) == "0s");
    CHECK(text(59) == "59s");
    CHECK(text(3'725) == "1h 02m 05s");
    CHECK(text(86'400) == "1d 00h 00m 00s");
    CHECK(text(100 * 86'400 + 1) == "100d 00h 00m 01s");
    CHECK(text(-61) == "-1m 01s");
    CHECK(text(std::numeric_limits<std::int64_t>::min()) == "-106751991167300d 15h 30m 08s");
}

TEST_CASE("a share is none or all only if it is") {
    const auto text = [](double share) { return shown_as(ReportType::share, share); };
    CHECK(text(0) == "0.0 %");
    CHECK(text(0.0001) == "< 0.1 %");
    CHECK(text(0.9746) == "97.5 %");
    CHECK(text(0.99999) == "> 99.9 %");
    CHECK(text(1) == "100.0 %");
}

TEST_CASE("times, ids and texts of a report are read as they are written") {
    CHECK(shown_as(ReportType::time, std::int64_t{1'790'846'400}) == "2026-10-01T09:20:00Z");
    CHECK(shown_as(ReportType::microseconds, std::int64_t{1'790'846'400'250'000}) ==
          "2026-10-01T09:20:00.250Z");
    CHECK(shown_as(ReportType::ids, std::vector<std::string>{"a", "b"}) == "a, b");
    CHECK(shown_as(ReportType::decimal, std::string("1234.505")) == "1,234.51");
    CHECK(shown_as(ReportType::text, std::string("<b>")) == "<b>");
    CHECK(shown_as(ReportType::number, {}) == "unknown");
}

TEST_CASE("a value is a number if it is known and is one") {
    CHECK(numeric_value(std::int64_t{-7}) == -7.0);
    CHECK(numeric_value(0.25) == 0.25);
    CHECK(numeric_value("12.5025") == 12.5025);
    CHECK(numeric_value("12 batches") == std::nullopt);
    CHECK(numeric_value("inf") == std::nullopt);
    CHECK(numeric_value({}) == std::nullopt);
    CHECK(numeric_value(std::vector<std::string>{"7"}) == std::nullopt);
}
