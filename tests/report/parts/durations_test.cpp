#include "catch.hpp"
#include "contract/backends.hpp"

#include <batchstore/audit_report.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// The histogram of batches that ran so many seconds each.
ReportTable run_histogram(const std::vector<std::int64_t>& seconds) {
    const FreshStore store;
    store->refresh(R"({"id":"running","object":"batch","status":"in_progress","created_at":100})");
    for (const std::int64_t length : seconds) {
        const std::int64_t number = store->count({});
        store->refresh(R"({"id":"b)" + std::to_string(number) +
                       R"(","object":"batch","status":"completed","created_at":100,"in_progress_at":100,)"
                       R"("completed_at":)" +
                       std::to_string(100 + length) + "}");
    }
    const Report report = make_report(*store.repository, {});
    const auto section = std::ranges::find(report.sections, "durations", &ReportSection::name);
    return *std::ranges::find(section->tables, "run_histogram", &ReportTable::name);
}

using BinRow = std::vector<ReportValue>;

}  // namespace

TEST_CASE("a histogram has bins of one width, and a last one for all that took longer") {
    std::vector<std::int64_t> seconds(96, 59);
    seconds.insert(seconds.end(), {9, 10, 60, 5'000});
    const ReportTable table = run_histogram(seconds);
    REQUIRE(table.rows.size() == 13);
    CHECK(table.rows[0] == BinRow{std::int64_t{0}, std::int64_t{5}, std::int64_t{0}});
    CHECK(table.rows[1] == BinRow{std::int64_t{5}, std::int64_t{10}, std::int64_t{1}});
    CHECK(table.rows[2] == BinRow{std::int64_t{10}, std::int64_t{15}, std::int64_t{1}});
    CHECK(table.rows[11] == BinRow{std::int64_t{55}, std::int64_t{60}, std::int64_t{96}});
    CHECK(table.rows[12] == BinRow{std::int64_t{60}, {}, std::int64_t{2}});
    CHECK(table.charts.front().title == "Batches by run time; the last column: 1m 00s and more");
}

TEST_CASE("a histogram in which nothing took longer has no last bin") {
    const ReportTable table = run_histogram({1, 2, 20});
    CHECK(table.rows.size() == 11);
    CHECK(table.rows.back() == BinRow{std::int64_t{20}, std::int64_t{22}, std::int64_t{1}});
    CHECK(table.charts.front().title == "Batches by run time");
}

TEST_CASE("20 bins hold durations of any length") {
    for (const std::int64_t longest : {0, 19, 20, 3'599, 86'400, 90'000'000, 2'000'000'000}) {
        const ReportTable table = run_histogram({0, longest});
        INFO(longest);
        CHECK(table.rows.size() <= 20);
        CHECK(table.rows.back()[2] == ReportValue(std::int64_t{longest == 0 ? 2 : 1}));
    }
}

TEST_CASE("without a batch that says how long it ran there are no bins") {
    CHECK(run_histogram({}).rows.empty());
}
