#include "report/figures/distribution.hpp"

#include "catch.hpp"

using namespace batchstore;

TEST_CASE("a percentile is the nearest rank, a number that occurred") {
    Distribution numbers;
    CHECK(numbers.percentile(50) == std::nullopt);
    for (const int number : {15, 50, 20, 40, 35}) numbers.add(number);
    CHECK(numbers.percentile(5) == 15);
    CHECK(numbers.percentile(30) == 20);
    CHECK(numbers.percentile(40) == 20);
    CHECK(numbers.percentile(50) == 35);
    CHECK(numbers.percentile(99) == 50);
    CHECK(numbers.percentile(100) == 50);
}

TEST_CASE("percentiles of many numbers are exact") {
    Distribution numbers;
    for (int number = 0; number < 100'000; ++number) numbers.add(number * 7'919LL % 1'000);
    CHECK(numbers.count() == 100'000);
    CHECK(numbers.percentile(50) == 499);
    CHECK(numbers.percentile(90) == 899);
    CHECK(numbers.percentile(99) == 989);
    std::int64_t distinct = 0;
    numbers.each([&](std::int64_t number, std::int64_t how_often) {
        CHECK(number == distinct++);
        CHECK(how_often == 100);
    });
    CHECK(distinct == 1'000);
}
