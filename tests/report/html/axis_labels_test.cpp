#include "report/html/axis_labels.hpp"

#include "catch.hpp"
#include "report/figures/group_key.hpp"

#include <string>
#include <vector>

using namespace batchstore;

namespace {

/// The names of days from 2026-10-01 on.
std::vector<std::string> days_from(std::int64_t count, std::int64_t from = 20'727) {
    std::vector<std::string> names;
    for (std::int64_t day = from; day < from + count; ++day) {
        names.push_back(period_text(GroupKey::Field::day, day));
    }
    return names;
}

std::string labels_text(const std::vector<std::string>& names, const AxisRoom& room) {
    std::string text;
    for (const AxisLabel& label : axis_labels(names, room)) {
        text += (text.empty() ? "" : ", ") + label.text + (label.year.empty() ? "" : " " + label.year);
    }
    return text;
}

}  // namespace

TEST_CASE("a month of days names as many days as there is room for") {
    CHECK(labels_text(days_from(31), {.width = 270}) == "Oct 1 2026, Oct 8, Oct 15, Oct 22, Oct 29");
    CHECK(labels_text(days_from(31), {.width = 500}) == "Oct 1 2026, Oct 6, Oct 11, Oct 16, Oct 21, Oct 26");
    CHECK(labels_text(days_from(7), {.width = 500}) ==
          "Oct 1 2026, Oct 2, Oct 3, Oct 4, Oct 5, Oct 6, Oct 7");
}

TEST_CASE("a year of days names months, and the first day") {
    CHECK(labels_text(days_from(365), {.width = 270}) == "Oct 2026, Jan 2027, Mar, May, Jul, Sep");
    CHECK(labels_text(days_from(200, 20'731), {.width = 500}) ==
          "Oct 5 2026, Nov, Dec, Jan 2027, Feb, Mar, Apr");
}

TEST_CASE("names that are no dates stand as they are") {
    CHECK(labels_text({"a", "b", "c"}, {.width = 270}) == "a, b, c");
    CHECK(labels_text({"2026-10-01", "2026-10", "2026-13"}, {.width = 270}) ==
          "2026-10-01, 2026-10, 2026-13");
    CHECK(labels_text({std::string(100, 'W'), "b"}, {.width = 270}) ==
          std::string(23, 'W') + "\xE2\x80\xA6, b");
}

TEST_CASE("labels of columns never touch nor stick out, and the first is always there") {
    for (std::int64_t count = 1; count < 1'200; count = count * 5 / 4 + 1) {
        for (const std::size_t width : {270U, 500U, 880U}) {
            const AxisRoom room{.width = width};
            const auto names = days_from(count, 20'700 + count);
            const auto labels = axis_labels(names, room);
            INFO(count << " days in " << width);
            REQUIRE(labels.front().row == 0);
            for (std::size_t i = 1; i < labels.size(); ++i) {
                const AxisSpan before = span_of(labels[i - 1], names.size(), room);
                REQUIRE(before.right < span_of(labels[i], names.size(), room).left);
            }
            REQUIRE(span_of(labels.back(), names.size(), room).right <= static_cast<double>(width));
        }
    }
}
