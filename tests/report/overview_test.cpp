#include "catch.hpp"
#include "contract/backends.hpp"

#include <batchstore/audit_report.hpp>

#include <algorithm>

#include <fmt/format.h>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

constexpr std::int64_t october = 1'790'812'800;  // 2026-10-01T00:00:00Z
constexpr std::int64_t day = 86'400;
constexpr std::int64_t known_at_us = 1'800'000'000'000'000;

/// Keeps batches of a day: the first of them failed, the others completed.
void keep_day(const FreshStore& store, std::int64_t midnight, int batches, int failed,
              const char* model = "m") {
    for (int i = 0; i < batches; ++i) {
        const char* end = i < failed ? R"("status":"failed","errors":{"data":[{"code":"quota_exceeded"}]})"
                                     : R"("status":"completed","output_file_id":"o")";
        store->refresh(fmt::format(R"({{"id":"{}-{}-{}","object":"batch","created_at":{},"model":"{}",{}}})",
                                   midnight, model, i, midnight + i, model, end),
                       at(known_at_us));
    }
}

ReportSection overview_of(const FreshStore& store, const Query& query = {}) {
    return make_report(*store.repository, {.query = query}).sections.at(0);
}

const ReportFact& fact(const ReportSection& section, std::string_view name) {
    const auto found =
        std::ranges::find(section.facts, name, [](const ReportFact& f) { return f.column.name; });
    REQUIRE(found != section.facts.end());
    return *found;
}

}  // namespace

TEST_CASE("the overview of a report compares a period with the one of the same length before", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    keep_day(store, october - 8 * day, 7, 7);
    keep_day(store, october - day, 10, 1);
    keep_day(store, october, 12, 3);
    keep_day(store, october + 7 * day, 5, 5);
    const ReportSection section =
        overview_of(store, {.created_from = october, .created_to = october + 7 * day});
    CHECK(section.name == "overview");
    CHECK(fact(section, "batches").value == ReportValue(std::int64_t{12}));
    CHECK(fact(section, "batches").before == ReportValue(std::int64_t{10}));
    CHECK(fact(section, "batches_failed").before == ReportValue(std::int64_t{1}));
    CHECK(change_text(fact(section, "batches")) == "20 % more than 10");
    CHECK(change_text(fact(section, "failure_rate")) == "15.0 points more than 10.0 %");
    CHECK(section.explanation ==
          "What these batches amount to, against the 7 days before (from 2026-09-24), and what needs "
          "attention.");
}

TEST_CASE("a report of all batches compares nothing", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    keep_day(store, october, 3, 0);
    const ReportSection section = overview_of(store);
    CHECK(fact(section, "batches").before == std::nullopt);
    CHECK(change_text(fact(section, "batches")).empty());
    CHECK(section.tables.empty());
    CHECK(section.notices.empty());
    CHECK(section.explanation == "What these batches amount to, and what needs attention. Nothing does.");
}

TEST_CASE("what the store cannot know yet is not compared") {
    const FreshStore store;
    keep_day(store, october - 2 * day, 4, 0);
    const std::int64_t noon = october + day / 2;
    store->refresh(
        fmt::format(R"({{"id":"x","object":"batch","created_at":{},"status":"validating"}})", october),
        at((noon - 1) * 1'000'000));
    const Query first_half{
        .created_from = october, .created_to = october + 30 * day, .as_of_us = (noon - 1) * 1'000'000};
    CHECK(overview_of(store, first_half).explanation.find("the 12h 00m 00s before") != std::string::npos);
}

TEST_CASE("an incident is the first thing that a report says", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (std::int64_t d = 0; d < 10; ++d) keep_day(store, october + d * day, 20, d == 6 || d == 7 ? 9 : 1);
    const ReportSection section = overview_of(store);
    REQUIRE(section.notices.size() == 2);
    CHECK(section.notices[0].name == "incident");
    CHECK(section.notices[0].section == "activity");
    CHECK(section.notices[0].batches == 18);
    CHECK(section.notices[0].text ==
          "From 2026-10-07 to 2026-10-08, 18 of 40 batches that ended failed: 45.0 %, against 5.0 % on other "
          "days; "
          "most often quota_exceeded (18).");
    CHECK(section.notices[1].text == "26 batches failed or have validation errors: quota_exceeded (26).");
}

TEST_CASE("the overview names the model and the metadata that changed most", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (const std::int64_t start : {october - day, october}) {
        keep_day(store, start, 10, 1, "steady");
        keep_day(store, start, 10, start == october ? 8 : 1, "broken");
    }
    keep_day(store, october, 3, 0, "new");
    const ReportSection section = overview_of(store, {.created_from = october, .created_to = october + day});
    REQUIRE(section.tables.size() == 1);
    const std::int64_t ten = 10;
    const std::int64_t none = 0;
    CHECK(section.tables[0].rows == std::vector<std::vector<ReportValue>>{
                                        {"model", "broken", std::int64_t{1}, std::int64_t{8}, ten, ten},
                                        {"model", "new", none, none, none, std::int64_t{3}}});
}

TEST_CASE("a report is named after the month, the year or the day that it is about") {
    const FreshStore store;
    const auto title = [&](std::int64_t from, std::int64_t to) {
        return make_report(*store.repository, {.query = {.created_from = from, .created_to = to}}).title;
    };
    CHECK(title(october, october + 31 * day) == "Batches created in October 2026");
    CHECK(title(1'767'225'600, 1'798'761'600) == "Batches created in 2026");
    CHECK(title(october, october + day) == "Batches created on 2026-10-01");
    CHECK(title(october, october + 30 * day) == "Batches created from 2026-10-01 to 2026-10-31");
    CHECK(title(october + 1, october + day) == "Batches created from 2026-10-01T00:00:01Z to 2026-10-02");
}
