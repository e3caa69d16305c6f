#include "report/figures/incidents.hpp"

#include "catch.hpp"
#include "test_seed.hpp"

#include <random>

using namespace batchstore;

namespace {

/// A year in which one batch of twelve fails, in a fixed order.
std::map<std::int64_t, DayOutcomes> ordinary_year() {
    std::map<std::int64_t, DayOutcomes> days;
    for (std::int64_t day = 0; day < 365; ++day) days[day] = {.ended = 48, .failed = 2 + day % 5};
    return days;
}

}  // namespace

TEST_CASE("days of an incident stand out of a year") {
    auto days = ordinary_year();
    for (std::int64_t day = 100; day < 105; ++day) days[day] = {.ended = 73, .failed = 28};
    const std::vector<Incident> incidents = find_incidents(days);
    REQUIRE(incidents.size() == 1);
    CHECK(incidents[0].first_day == 100);
    CHECK(incidents[0].last_day == 104);
    CHECK(incidents[0].outcomes == DayOutcomes{365, 140});
    CHECK(incidents[0].usual == DayOutcomes{std::int64_t{360} * 48, std::int64_t{360} * 4});
}

TEST_CASE("an incident that fills half of a period is found") {
    std::map<std::int64_t, DayOutcomes> days;
    for (std::int64_t day = 0; day < 10; ++day) days[day] = {.ended = 60, .failed = day < 5 ? 3 : 30};
    const std::vector<Incident> incidents = find_incidents(days);
    REQUIRE(incidents.size() == 1);
    CHECK(incidents[0].first_day == 5);
    CHECK(incidents[0].last_day == 9);
}

TEST_CASE("one quiet day does not divide an incident, two do") {
    auto days = ordinary_year();
    for (const std::int64_t day : {10, 12, 15}) days[day] = {.ended = 48, .failed = 30};
    const std::vector<Incident> incidents = find_incidents(days);
    REQUIRE(incidents.size() == 2);
    CHECK(incidents[0].last_day == 12);
    CHECK(incidents[0].outcomes == DayOutcomes{144, 60 + days[11].failed});
    CHECK(incidents[1].first_day == 15);
}

TEST_CASE("a few failures, a single day and days without an end are no incident") {
    CHECK(find_incidents({}).empty());
    CHECK(find_incidents({{1, {.ended = 50, .failed = 40}}}).empty());
    CHECK(find_incidents({{1, {.ended = 9, .failed = 0}}, {2, {.ended = 4, .failed = 4}}}).empty());
    CHECK(find_incidents({{1, {}}, {2, {}}, {3, {.ended = 6, .failed = 1}}}).empty());
}

TEST_CASE("chance alone is hardly ever an incident") {
    const unsigned seed = batchstore::testing::test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::size_t incidents = 0;
    for (int year = 0; year < 20; ++year) {
        std::map<std::int64_t, DayOutcomes> days;
        std::binomial_distribution<std::int64_t> failed(48, 0.08);
        for (std::int64_t day = 0; day < 365; ++day) days[day] = {.ended = 48, .failed = failed(random)};
        incidents += find_incidents(days).size();
    }
    CHECK(incidents <= 15);
}
