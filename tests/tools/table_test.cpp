#include "output/table.hpp"

#include "catch.hpp"
#include "output/column_widths.hpp"
#include "test_seed.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr std::size_t gap = Table::gap;

class RandomColumns {
public:
    explicit RandomColumns(unsigned seed) : random_(seed) {}

    std::size_t number(std::size_t least, std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(least, most)(random_);
    }

    std::vector<ColumnRoom> columns() {
        std::vector<ColumnRoom> columns(number(1, 9));
        for (ColumnRoom& column : columns) {
            column.natural = number(0, 90);
            column.least = number(0, 2) == 0 ? column.natural : number(0, column.natural);
            column.good = number(column.least, column.natural);
            column.weight = static_cast<int>(number(0, 2)) - 1;
        }
        return columns;
    }

private:
    std::mt19937 random_;
};

/// Of the columns that are shown, with the gaps between them.
std::size_t whole_width(const std::vector<std::optional<std::size_t>>& widths) {
    std::size_t whole = 0;
    for (const auto& width : widths) whole += width ? *width + gap : 0;
    return whole - gap;
}

std::string text_at(const Table& table, std::size_t width) {
    return table.text({.width = width});
}

}  // namespace

TEST_CASE("no column of a table is narrower because there is more room", "[property]") {
    const unsigned seed = batchstore::testing::test_seed();
    CAPTURE(seed);
    RandomColumns make(seed);
    for (int round = 0; round < 60; ++round) {
        const std::vector<ColumnRoom> columns = make.columns();
        auto before = column_widths(columns, gap, 1);
        for (std::size_t available = 2; available <= 900; ++available) {
            const auto widths = column_widths(columns, gap, available);
            REQUIRE(std::ranges::equal(before, widths, [](const auto& less, const auto& more) {
                return !less || (more && *less <= *more);
            }));
            const auto shown = std::ranges::count_if(widths, [](const auto& width) { return bool(width); });
            REQUIRE((shown == 1 || whole_width(widths) <= available));
            before = widths;
        }
        REQUIRE(std::ranges::equal(
            before, columns, {}, [](const auto& width) { return *width; }, &ColumnRoom::natural));
    }
}

TEST_CASE("columns that matter less are left out first") {
    const std::vector<ColumnRoom> columns{
        {10, 10, 10, 0}, {20, 20, 20, -1}, {20, 20, 20, -1}, {50, 10, 30, 0}};
    using Widths = std::vector<std::optional<std::size_t>>;
    CHECK(column_widths(columns, 2, 5) == Widths{10, {}, {}, {}});
    CHECK(column_widths(columns, 2, 30) == Widths{10, {}, {}, 18});
    CHECK(column_widths(columns, 2, 60) == Widths{10, {}, {}, 30});
    CHECK(column_widths(columns, 2, 65) == Widths{10, 20, {}, 30});
    CHECK(column_widths(columns, 2, 85) == Widths{10, 20, {}, 30});
    CHECK(column_widths(columns, 2, 90) == Widths{10, 20, 20, 34});
    CHECK(column_widths(columns, 2, 200) == Widths{10, 20, 20, 50});
}

TEST_CASE("a cell is cut where the terminal is narrow, and a column without a text may be left out") {
    Table table({{"ID"}, {.title = "ERROR", .least_width = 6, .only_if_filled = true}});
    table.add_row({std::string("one"), std::string()});
    CHECK(text_at(table, 0) == "ID\none\n");
    table.add_row({std::string("two"), std::string("too many tokens")});
    CHECK(text_at(table, 0) == "ID   ERROR\none\ntwo  too many tokens\n");
    CHECK(text_at(table, 15) == "ID   ERROR\none\ntwo  too many …\n");
    CHECK(text_at(table, 10) == "ID\none\ntwo\n");
}
