#include "catch.hpp"
#include "contract/backends.hpp"

#include <batchstore/audit_report.hpp>

#include <algorithm>
#include <map>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::string batch(const std::string& id, const std::string& members) {
    return R"({"id":")" + id + R"(","object":"batch","created_at":100,"expires_at":1000,)" + members + "}";
}

const ReportSection& section(const Report& report, const std::string& name) {
    const auto found = std::find_if(report.sections.begin(), report.sections.end(),
                                    [&](const ReportSection& section) { return section.name == name; });
    REQUIRE(found != report.sections.end());
    return *found;
}

const ReportTable& table(const Report& report, const std::string& in_section, std::size_t index = 0) {
    return section(report, in_section).tables.at(index);
}

ReportValue fact(const Report& report, const std::string& in_section, const std::string& name) {
    for (const ReportFact& fact : section(report, in_section).facts) {
        if (fact.column.name == name) return fact.value;
    }
    FAIL("no fact " << name);
    return {};
}

std::vector<std::string> names(const Report& report) {
    std::vector<std::string> names;
    for (const ReportSection& section : report.sections) names.push_back(section.name);
    return names;
}

/// The names of the oddities in a table, and how many batches have them.
std::vector<std::pair<std::string, std::int64_t>> oddities(const ReportTable& table) {
    std::vector<std::pair<std::string, std::int64_t>> found;
    for (const auto& row : table.rows) {
        found.emplace_back(std::get<std::string>(row[0]), std::get<std::int64_t>(row[2]));
    }
    return found;
}

/// Six batches, each with an end of its own. The last is seen a second after its deadline.
void fill(const FreshStore& store) {
    const char* const lives[][2]{
        {"done", R"("status":"completed","completed_at":900,"output_file_id":"o","model":"m")"},
        {"late", R"("status":"completed","completed_at":1001,"output_file_id":"o")"},
        {"empty",
         R"("status":"completed","completed_at":900,"request_counts":{"total":3,"failed":3,"completed":0})"},
        {"expired", R"("status":"expired","expired_at":1000,"output_file_id":"o")"},
        {"broken", R"("status":"failed","failed_at":200,"errors":{"data":[{"code":"x","message":"why"}]})"},
        {"running", R"("status":"in_progress","in_progress_at":200)"}};
    std::int64_t observed_us = 995'000'000;
    for (const auto& [id, members] : lives) store->refresh(batch(id, members), at(observed_us += 1'000'000));
}

/// All that a report says.
std::string texts(const Report& report) {
    std::string text;
    for (const ReportSection& section : report.sections) {
        for (const ReportFact& fact : section.facts) text += to_text(fact.column, fact.value) + "\n";
        for (const ReportTable& table : section.tables) {
            for (const auto& row : table.rows) {
                for (std::size_t i = 0; i < row.size(); ++i) text += to_text(table.columns[i], row[i]) + "|";
            }
        }
    }
    return text;
}

}  // namespace

TEST_CASE("a report says what it covers", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Report report = make_report(*store.repository, {.query = {.status = {"failed"}, .created_from = 50},
                                                          .store = "batches.db",
                                                          .command_line = "batchstore report"});
    CHECK(report.title == "Batches created from 1970-01-01T00:00:50Z on");
    CHECK(fact(report, "coverage", "store") == ReportValue("batches.db"));
    CHECK(fact(report, "coverage", "command") == ReportValue("batchstore report"));
    CHECK(fact(report, "coverage", "filter") == ReportValue("status = failed"));
    CHECK(fact(report, "coverage", "period_from") == ReportValue(std::int64_t{50}));
    CHECK(fact(report, "coverage", "period_to") == ReportValue());
    CHECK(fact(report, "coverage", "batches") == ReportValue(std::int64_t{1}));
    CHECK(fact(report, "coverage", "batches_known") == ReportValue(std::int64_t{6}));
    CHECK(fact(report, "coverage", "head") == ReportValue(to_string(store->head())));
    CHECK(fact(report, "coverage", "known_at_us") == ReportValue(std::int64_t{1'001'000'000}));
}

TEST_CASE("a report judges deadlines at the time up to which the store knows", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Report report = make_report(*store.repository, {});
    CHECK(
        oddities(table(report, "missed_deadlines")) ==
        std::vector<std::pair<std::string, std::int64_t>>{{"ended_late", 1}, {"expired", 1}, {"overdue", 1}});
    CHECK(oddities(table(report, "nothing_to_show")) ==
          std::vector<std::pair<std::string, std::int64_t>>{{"completed_without_output", 1},
                                                            {"all_requests_failed", 1}});
    CHECK(oddities(table(report, "early_results")) ==
          std::vector<std::pair<std::string, std::int64_t>>{{"stopped_with_output", 1}});
    const Report at_deadline = make_report(*store.repository, {.query = {.as_of_us = 1'000'000'000}});
    CHECK(oddities(table(at_deadline, "missed_deadlines")) ==
          std::vector<std::pair<std::string, std::int64_t>>{{"ended_late", 1}, {"expired", 1}});
}

TEST_CASE("a report has failures by code, with ids", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    store->refresh(batch("silent", R"("status":"failed","failed_at":300)"), at(2'000'000'000));
    const ReportTable failures = table(make_report(*store.repository, {}), "failures");
    using Row = std::vector<ReportValue>;
    CHECK(
        failures.rows ==
        std::vector<Row>{{ReportValue(), std::int64_t{1}, std::string(), std::vector<std::string>{"silent"}},
                         {"x", std::int64_t{1}, "why", std::vector<std::string>{"broken"}}});
}

TEST_CASE("the days of a report have no gaps", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    store->refresh(
        R"({"id":"next","object":"batch","endpoint":"/v1","status":"validating","created_at":200000})");
    const ReportTable days = table(make_report(*store.repository, {}), "activity");
    REQUIRE(days.rows.size() == 3);
    const std::int64_t none = 0;
    CHECK(days.rows[1] ==
          std::vector<ReportValue>{"1970-01-02", none, none, ReportValue(), none, none, none, none, none});
}

TEST_CASE("the days of a report say what became of their batches", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const ReportTable days = table(make_report(*store.repository, {}), "activity");
    std::map<std::string, ReportValue> day;
    for (std::size_t i = 0; i < days.columns.size(); ++i) day[days.columns[i].name] = days.rows.at(0)[i];
    CHECK(day["batches"] == ReportValue(std::int64_t{6}));
    CHECK(day["batches_completed"] == ReportValue(std::int64_t{3}));
    CHECK(day["batches_failed"] == ReportValue(std::int64_t{1}));
    CHECK(day["batches_stopped"] == ReportValue(std::int64_t{1}));
    CHECK(day["batches_other"] == ReportValue(std::int64_t{1}));
    CHECK(day["failure_rate"] == ReportValue(0.2));
}

TEST_CASE("a report about nothing says so", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(section(make_report(*store.repository, {}), "nothing").explanation == "The store knew no batches.");
    fill(store);
    const Report later = make_report(*store.repository, {.query = {.created_from = 5'000}});
    CHECK(names(later) == std::vector<std::string>{"nothing", "coverage"});
    const Report earlier = make_report(*store.repository, {.query = {.as_of_us = 5}});
    CHECK(fact(earlier, "coverage", "head") == ReportValue(to_string(Head{})));
}

TEST_CASE("a report of a past time is that of a store that was filled up to then", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Head head_then = store->head();
    const ReportOptions then{.query = {.as_of_us = 1'500'000'000}, .by = {{parse_group_key("model")}}};
    const std::string before = texts(make_report(*store.repository, then));
    store->refresh(batch("running", R"("status":"completed","completed_at":1600)"), at(1'600'000'000));
    const Report after = make_report(*store.repository, then);
    CHECK(texts(after) == before);
    CHECK(fact(after, "coverage", "head") == ReportValue(to_string(head_then)));
}

TEST_CASE("a report as of a head says the same whatever is recorded later", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    fill(store);
    const Head head = store->head();
    const ReportOptions then{.query = {.as_of_head = PastHead{head.seq, head.digest}},
                             .by = {{parse_group_key("source")}}};
    const Report before = make_report(*store.repository, then);
    CHECK(fact(before, "coverage", "head") == ReportValue(to_string(head)));
    CHECK(fact(before, "coverage", "log_entries") == ReportValue(head.seq));
    store->refresh(batch("running", R"("status":"completed","completed_at":1600)"), at(1'000));
    store->refresh(batch("new", R"("status":"failed","failed_at":300)"), at(2'000));
    store->refresh(store->observations("broken").front().body, at(1'900'000'000));
    CHECK(texts(make_report(*store.repository, then)) == texts(before));
    CHECK(texts(make_report(*store.repository, {.by = then.by})) != texts(before));
}

TEST_CASE("tables of a report have names of their own, fit for files") {
    const FreshStore store;
    fill(store);
    const Report report =
        make_report(*store.repository,
                    {.by = {{parse_group_key("metadata.a/../b")}, {parse_group_key("metadata.a_.._b")}}});
    std::vector<std::string> names;
    for (const ReportSection& section : report.sections) {
        for (const ReportTable& table : section.tables) names.push_back(table.name);
    }
    CHECK(std::count(names.begin(), names.end(), "by_metadata.a_.._b") == 1);
    CHECK(std::count(names.begin(), names.end(), "by_metadata.a_.._b_2") == 1);
}
