#include "catch.hpp"

#include <batchstore/amount.hpp>
#include <batchstore/error.hpp>

#include <limits>

using namespace batchstore;

TEST_CASE("an amount carries what is more than a whole") {
    Amount sum{.whole = 1, .atto = 600'000'000'000'000'000};
    sum += {.whole = 2, .atto = 400'000'000'000'000'001};
    CHECK(sum == Amount{.whole = 4, .atto = 1});
}

TEST_CASE("an amount beyond all money is refused and changes nothing") {
    Amount sum{.whole = std::numeric_limits<std::int64_t>::max(), .atto = 999'999'999'999'999'999};
    const Amount before = sum;
    CHECK_THROWS_AS((sum += {.whole = 1}), Error);
    CHECK_THROWS_AS((sum += {.atto = 1}), Error);
    CHECK(sum == before);
}

TEST_CASE("an amount is written with all its digits and at least two") {
    CHECK(exact_text({}) == "0.00");
    CHECK(exact_text({.whole = 12, .atto = 500'000'000'000'000'000}) == "12.50");
    CHECK(exact_text({.atto = 12'500'000'000'000}) == "0.0000125");
    CHECK(exact_text({.whole = 7, .atto = 1}) == "7.000000000000000001");
}

TEST_CASE("an amount is rounded for eyes, a half upwards") {
    CHECK(rounded_text("0.00") == "0.00");
    CHECK(rounded_text("12.50") == "12.50");
    CHECK(rounded_text("1234567.8949999") == "1,234,567.89");
    CHECK(rounded_text("1234567.895") == "1,234,567.90");
    CHECK(rounded_text("999.995") == "1,000.00");
    CHECK(rounded_text("0.005") == "0.01");
    CHECK(rounded_text("7") == "7.00");
    CHECK(rounded_text("7.5") == "7.50");
}

TEST_CASE("an amount that is not 0 is not shown as 0") {
    CHECK(rounded_text("0.00499") == "< 0.01");
    CHECK(rounded_text("0.000000000000000001") == "< 0.01");
}
