#include "model/rfc3339.hpp"

#include "catch.hpp"

using batchstore::parse_rfc3339_us;

TEST_CASE("an RFC 3339 time is microseconds since 1970") {
    CHECK(parse_rfc3339_us("1970-01-01T00:00:00Z") == 0);
    CHECK(parse_rfc3339_us("2026-03-31T12:00:00Z") == 1774958400000000);
    CHECK(parse_rfc3339_us("2024-02-29T23:59:59Z") == 1709251199000000);
    CHECK(parse_rfc3339_us("1969-12-31T23:59:59Z") == -1000000);
    CHECK(parse_rfc3339_us("0001-01-01T00:00:00Z") == -62135596800000000);
    CHECK(parse_rfc3339_us("9999-12-31T23:59:59Z") == 253402300799000000);
}

TEST_CASE("the offset from UTC is taken off") {
    CHECK(parse_rfc3339_us("2026-03-31T14:00:00+02:00") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31T06:30:00-05:30") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31T12:00:00-00:00") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-01-01T00:00:00+23:59") == parse_rfc3339_us("2025-12-31T00:01:00Z"));
}

TEST_CASE("a fraction counts up to its sixth digit") {
    CHECK(parse_rfc3339_us("2026-03-31T12:00:00.5Z") == 1774958400500000);
    CHECK(parse_rfc3339_us("2026-03-31T12:00:00.000001Z") == 1774958400000001);
    CHECK(parse_rfc3339_us("2026-03-31T12:00:00.9999999999999Z") == 1774958400999999);
    CHECK(parse_rfc3339_us("1969-12-31T23:59:59.25Z") == -750000);
    CHECK(parse_rfc3339_us("2026-03-31T14:00:00.25+02:00") == 1774958400250000);
}

TEST_CASE("the letters may be small and the T may be a space") {
    CHECK(parse_rfc3339_us("2026-03-31t12:00:00z") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31 12:00:00+00:00") == 1774958400000000);
}

TEST_CASE("an offset may have no colon or no minutes, and stand behind a space") {
    CHECK(parse_rfc3339_us("2026-03-31T14:00:00+0200") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31T14:00:00+02") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31T06:30:00-0530") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31 14:00:00 +0200") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31 12:00:00 Z") == 1774958400000000);
}

TEST_CASE("seconds may be absent, and marks in the date or the time") {
    CHECK(parse_rfc3339_us("2026-03-31T12:00Z") == 1774958400000000);
    CHECK(parse_rfc3339_us("20260331T120000Z") == 1774958400000000);
    CHECK(parse_rfc3339_us("20260331T1200Z") == 1774958400000000);
    CHECK(parse_rfc3339_us("20260331T140000.25+0200") == 1774958400250000);
    CHECK(parse_rfc3339_us("20260331T12:00:00Z") == 1774958400000000);
    CHECK(parse_rfc3339_us("2026-03-31T120000Z") == 1774958400000000);
}

TEST_CASE("a leap second counts as the second before it") {
    CHECK(parse_rfc3339_us("2016-12-31T23:59:60Z") == 1483228799000000);
    CHECK(parse_rfc3339_us("2016-12-31T23:59:61Z") == std::nullopt);
}

TEST_CASE("what is not wholly an RFC 3339 time with its offset is none") {
    for (const char* text : {"",
                             "2026",
                             "2026-03-31",
                             "2026-03-31T12:00:00",
                             "2026-03-31T12:00",
                             "2026-03-31T12:00:00.Z",
                             "2026-03-31T12:00:00+020",
                             "2026-03-31T12:00:00+2",
                             "2026-03-31T12:00:00Zx",
                             " 2026-03-31T12:00:00Z",
                             "2026-03-31T12:00:00Z ",
                             "2026-3-31T12:00:00Z",
                             "26-03-31T12:00:00Z",
                             "+2026-03-31T12:00:00Z",
                             "2026-03-31T12:00:00+02:0",
                             "2026/03/31T12:00:00Z",
                             "2026-03-31T12:00:00,5Z",
                             "20260331T120000",
                             "20260331120000Z",
                             "2026-0331T120000Z",
                             "202603-31T120000Z",
                             "20260331T12Z",
                             "20260331T1200:00Z",
                             "2026-03-31T12:0000Z",
                             "2026-03-31T12:00.5Z",
                             "2026-03-31T12Z",
                             "2026-03-31T12:00:00  +0000",
                             "2026-03-31T12:00:00 ",
                             "2026-03-31T12:00:00+02:"}) {
        CAPTURE(text);
        CHECK(parse_rfc3339_us(text) == std::nullopt);
    }
}

TEST_CASE("a day, an hour or an offset that does not exist is none") {
    for (const char* text :
         {"2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z",
          "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
          "2026-01-01T00:60:00Z", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+00:60"}) {
        CAPTURE(text);
        CHECK(parse_rfc3339_us(text) == std::nullopt);
    }
    CHECK(parse_rfc3339_us("2000-02-29T00:00:00Z") == 951782400000000);
}

TEST_CASE("a NUL inside a time makes it none") {
    CHECK(parse_rfc3339_us(std::string_view("2026-03-31T12:00:00Z\0", 21)) == std::nullopt);
}
