#include "catch.hpp"

#include <batchstore/time.hpp>

#include <cstdint>
#include <optional>
#include <string>

using namespace batchstore;

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t now_us = 1'790'856'000 * second + 250'000;  // 2026-10-01T12:00:00.25Z

std::optional<std::int64_t> read(const std::string& text) {
    return read_time_us(text, now_us);
}

}  // namespace

TEST_CASE("a year, a month and a day are their first moments in UTC") {
    CHECK(read("2026") == 1'767'225'600 * second);
    CHECK(read("2026-10") == 1'790'812'800 * second);
    CHECK(read("2026-10-01") == 1'790'812'800 * second);
    CHECK(read("2025") == 1'735'689'600 * second);
    CHECK(read("1970") == 0);
    CHECK(read("2024-02-29") == 1'709'164'800 * second);
}

TEST_CASE("RFC 3339 is read with and without seconds") {
    CHECK(read("2026-10-01T09:30:00Z") == 1'790'847'000 * second);
    CHECK(read("2026-10-01T09:30Z") == 1'790'847'000 * second);
    CHECK(read("2026-10-01 11:30+02:00") == 1'790'847'000 * second);
    CHECK(read("2026-10-01t09:30:00.25z") == 1'790'847'000 * second + 250'000);
}

TEST_CASE("words and ages are read from now") {
    CHECK(read("now") == now_us);
    CHECK(read("today") == 1'790'812'800 * second);
    CHECK(read("yesterday") == 1'790'726'400 * second);
    CHECK(read("-1d") == now_us - 86'400 * second);
    CHECK(read("-3000w") == now_us - 1'814'400'000 * second);
    CHECK(read_time_us("today", -1) == -86'400 * second);
}

TEST_CASE("Unix seconds have nine digits or are marked") {
    CHECK(read("100000000") == 100'000'000 * second);
    CHECK(read("1790847000") == 1'790'847'000 * second);
    CHECK(read("1790847000.2500009") == 1'790'847'000 * second + 250'000);
    CHECK(read("99999999999") == 99'999'999'999 * second);
    CHECK(read("@0") == 0);
    CHECK(read("@1980") == 1'980 * second);
    CHECK(read("@-1.5") == -1'500'000);
    CHECK(read("@253402300799") == 253'402'300'799 * second);
}

TEST_CASE("times are of the years 1 to 9999") {
    CHECK(read("0001") == -62'135'596'800 * second);
    CHECK(read("9999-12-31T23:59:59.999999Z") == 253'402'300'800 * second - 1);
    for (const char* text : {"0000", "0000-12-31", "0001-01-01T00:00+00:01", "9999-12-31T23:59:59-00:01",
                             "@253402300800", "@-62135596801", "-999999999w", "-200000w"}) {
        CAPTURE(text);
        CHECK(read(text) == std::nullopt);
    }
}

TEST_CASE("what may be something else is no time") {
    for (const char* text : {"",
                             "20261001",
                             "202610",
                             "20265",
                             "12345678",
                             "1790812800000",
                             "2026-",
                             "2026-1",
                             "2026-13",
                             "2026-10-",
                             "2026-10-1",
                             "2026-02-30",
                             "2026-10T09:30Z",
                             "2026T09:30Z",
                             "2026-10-01T09:30",
                             "2026-10-01T09Z",
                             "2026-10-01T24:00Z",
                             "2026-10-01T09:30:Z",
                             "2026-10-01Z",
                             "2026-10-01 ",
                             " 2026",
                             "Now",
                             "tomorrow",
                             "-7",
                             "-7y",
                             "+7d",
                             "@",
                             "@-",
                             "@1d",
                             "-1790847000",
                             "1790847000.",
                             "1e9"}) {
        CAPTURE(text);
        CHECK(read(text) == std::nullopt);
    }
}

TEST_CASE("who writes a time in another way is told the right one") {
    CHECK(time_advice("20261001") == "did you mean 2026-10-01?");
    CHECK(time_advice("202610") == "did you mean 2026-10?");
    CHECK(time_advice("2026-10-01T09:30") == "did you mean 2026-10-01T09:30Z?");
    CHECK(time_advice("1790812800250") == "did you mean 1790812800.250?");
    for (const char* text : {"", "20261301", "202613", "20260230", "000010", "someday", "12345678"}) {
        CAPTURE(text);
        CHECK(time_advice(text) == time_forms);
    }
}

TEST_CASE("a time outside the years 1 to 9999 is shown as a number") {
    CHECK(iso8601(-62'135'596'800) == "0001-01-01T00:00:00Z");
    CHECK(iso8601(-62'135'596'801) == "-62135596801");
    CHECK(iso8601(253'402'300'799) == "9999-12-31T23:59:59Z");
    CHECK(iso8601(253'402'300'800) == "253402300800");
}
