#include "catch.hpp"
#include "contract/backends.hpp"
#include "text_input.hpp"

#include <limits>
#include <utility>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::string row(const std::string& id, const std::string& status, int created_at,
                const std::string& more = "") {
    return R"({"id":")" + id + R"(","object":"batch","status":")" + status + R"(","created_at":)" +
           std::to_string(created_at) + more + "}";
}

struct Found {
    GapSummary summary;
    std::vector<std::string> gaps;  ///< `KIND ID` and the fields that differ
    std::vector<std::string> rejected;
};

Found gaps(const BatchReader& repository, const std::string& listing) {
    Found found;
    found.summary = find_gaps(
        repository, input_of(listing, "page.json"),
        {.on_gap =
             [&](const Gap& gap) {
                 std::string& text = found.gaps.emplace_back(to_string(gap.kind));
                 text += " " + gap.id;
                 for (const auto& [field, before, after] : gap.changes) {
                     text.append(" ").append(field).append(":").append(before).append(">").append(after);
                 }
                 return true;
             },
         .on_rejected = [&](const ImportOutcome& outcome) { found.rejected.push_back(outcome.reason); }});
    return found;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a listing that says what the store says has no gaps", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(row("a", "completed", 10, R"(,"output_file_id":"file-1","metadata":{"k":"v"})"));
    store->refresh(row("b", "failed", 20));
    // The second row has half the fields, as list rows may.
    const auto found =
        gaps(*store.repository, R"({"object":"list","data":[)" + row("b", "failed", 20) + "," +
                                    R"({"id":"a","object":"batch","status":"completed"})" + "]}");
    CHECK(found.gaps.empty());
    CHECK(found.summary.same == 2);
    CHECK(found.summary.records() == 2);
    CHECK(found.summary.gaps() == 0);
}

TEST_CASE("each kind of gap is told apart, with the fields that differ", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(row("running", "in_progress", 10, R"(,"request_counts":{"total":9,"completed":1})"));
    store->refresh(row("done", "in_progress", 11));
    store->refresh(row("ahead", "completed", 12, R"(,"completed_at":20)"));
    store->refresh(row("gone", "failed", 13));
    const auto found = gaps(
        *store.repository,
        row("running", "in_progress", 10, R"(,"request_counts":{"total":9,"completed":5})") +
            row("done", "expired", 11) + row("ahead", "in_progress", 12) + row("newest", "validating", 14));
    CHECK(found.gaps == Lines{"differing running request_counts.completed:1>5",
                              R"(ended done status:"in_progress">"expired")",
                              R"(behind ahead status:"completed">"in_progress")", "new newest",
                              "missing gone"});
    CHECK(found.summary.gaps() == 5);
    CHECK(store->count() == 4);
}

TEST_CASE("what fills a gap in the state is differing, even from behind", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(row("a", "completed", 10, R"(,"completed_at":20)"));
    const auto found = gaps(*store.repository, row("a", "in_progress", 10, R"(,"in_progress_at":11)"));
    CHECK(found.gaps == Lines{"differing a in_progress_at:null>11"});
}

TEST_CASE("an answer that the log has had is behind, however new it comes", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(row("a", "in_progress", 10), at(1));
    store->refresh(row("a", "completed", 10), at(2));
    CHECK(gaps(*store.repository, row("a", "in_progress", 10)).summary.behind == 1);
}

TEST_CASE("only what was created while the listing was can be missing in it", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (int i = 1; i <= 7; ++i) store->refresh(row("b" + std::to_string(i), "failed", i));
    store->refresh(R"({"id":"undated","object":"batch","status":"failed","endpoint":"/v1/x"})");
    const auto found = gaps(*store.repository, row("b6", "failed", 6) + row("b3", "failed", 3));
    CHECK(found.gaps == Lines{"missing b5", "missing b4"});
    CHECK(found.summary.first_created_at == 3);
    CHECK(found.summary.last_created_at == 6);
    CHECK(gaps(*store.repository, "").gaps.empty());
    const std::string last = std::to_string(std::numeric_limits<std::int64_t>::max());
    const std::string far = R"({"id":"b7","object":"batch","status":"failed","created_at":7})" +
                            row("far", "failed", 8, R"(,"expires_at":)" + last);
    CHECK(gaps(*store.repository, far).summary.missing == 0);
}

TEST_CASE("a batch that the listing names twice is compared once", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto found = gaps(*store.repository, row("a", "failed", 1) + row("a", "failed", 1));
    CHECK(found.gaps == Lines{"new a"});
    CHECK(found.summary.repeated == 1);
}

TEST_CASE("a record that is no answer is told, and the others are compared", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const auto found = gaps(*store.repository, "[" + row("a", "failed", 1) + R"(,{"id":7},"x"])");
    CHECK(found.gaps == Lines{"new a"});
    CHECK(found.summary.rejected == 2);
    CHECK(found.rejected.size() == 2);
}

TEST_CASE("who has seen enough gaps may stop", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(std::make_unique<TextInput>("page.json", row("a", "failed", 1) + row("b", "failed", 2)));
    int told = 0;
    find_gaps(*store.repository, inputs, {.on_gap = [&](const Gap&) { return ++told < 1; }});
    CHECK(told == 1);
}

TEST_CASE("absences in the log change no gap, and are no rows of a listing", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(row("a", "in_progress", 10));
    store->note_absence("a", not_found_words);
    CHECK(gaps(*store.repository, row("a", "in_progress", 10)).gaps.empty());
    CHECK(gaps(*store.repository, row("a", "completed", 10)).gaps.size() == 1);
    CHECK(gaps(*store.repository, R"({"absent":"a"})").rejected ==
          Lines{"says that a batch is absent, which no listing does"});
}
