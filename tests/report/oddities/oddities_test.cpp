#include "catch.hpp"
#include "contract/backends.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// A store, and what servers said.
class Stories {
public:
    void said(std::int64_t observed_at_us, const std::string& members, const std::string& source = "test",
              Precedence precedence = Precedence::lifecycle) const {
        store->refresh(answer(members),
                       {.observed_at_us = observed_at_us, .source = source, .precedence = precedence});
    }
    void revived(std::int64_t observed_at_us, const std::string& members) const {
        said(observed_at_us, members, "test", Precedence::observed);
    }

    /// `NAME COUNT` of what was found.
    std::vector<std::string> found(const OddityOptions& options = {}) const {
        std::vector<std::string> lines;
        for (const FoundOddity& oddity : find_oddities(*store, options).found) {
            lines.push_back(oddity.name + " " + std::to_string(oddity.count));
        }
        return lines;
    }

    std::unique_ptr<BatchRepository> store = open(":memory:");
};

using Lines = std::vector<std::string>;

const char* const running = R"("status":"in_progress","request_counts":{"total":9,"completed":5,"failed":1})";
const char* const done = R"("status":"completed","completed_at":200,"output_file_id":"file-2")";
const char* const cancelled = R"("status":"cancelled","cancelled_at":210)";

}  // namespace

TEST_CASE("what is as documented has no oddities") {
    Stories stories;
    stories.said(1000, R"("status":"validating")");
    stories.said(2000, running);
    stories.said(3000, std::string(done) + R"(,"request_counts":{"total":9,"completed":8,"failed":1})");
    CHECK(stories.found().empty());
    CHECK(find_oddities(*stories.store).batches == 1);
    CHECK(find_oddities(*stories.store).answers == 3);
    CHECK(find_oddities(*open(":memory:")).found.empty());
}

TEST_CASE("findings of the reader are oddities, each by its field") {
    Stories stories;
    stories.store->refresh(
        R"({"id":"b","object":"batch","status":"paused","created_at":"1970-01-01T00:01:40Z"})", at(1000));
    CHECK(stories.found() == Lines{"completion_window: missing 1", "created_at: not_seconds 1",
                                   "endpoint: missing 1", "input_file_id: missing 1",
                                   "status: undocumented 1", "unknown_status 1"});
}

TEST_CASE("a key of metadata is named, but only so many, and none that is long") {
    Stories stories;
    stories.said(1000, R"("status":"failed","metadata":{"team":1,")" + std::string(65, 'x') + R"(":1})");
    CHECK(stories.found() ==
          Lines{"metadata.*: over_limit 1", "metadata.*: wrong_type 1", "metadata.team: wrong_type 1"});
    for (int i = 0; i < 600; ++i) {
        stories.said(2000 + i, R"("status":"failed","metadata":{"k)" + std::to_string(i) + R"(":1})");
    }
    CHECK(stories.found().size() == 502);
}

TEST_CASE("an answer counts once for one oddity") {
    Stories stories;
    const std::string long_key(65, 'x');
    stories.said(1000, R"("status":"failed","metadata":{")" + long_key + R"(a":1,")" + long_key + R"(b":1})");
    CHECK(stories.found() == Lines{"metadata.*: over_limit 1", "metadata.*: wrong_type 1"});
}

TEST_CASE("an answer that was behind the state is stale") {
    Stories stories;
    stories.said(1000, done);
    stories.said(900, R"("status":"in_progress")");
    CHECK(stories.found() == Lines{"stale_answer 1"});
}

TEST_CASE("a status that no server is known to use is unknown, one of another server is not") {
    Stories stories;
    stories.said(1000, R"("status":"queued")");
    stories.said(2000, R"("status":"Dreaming")");
    CHECK(stories.found() == Lines{"status: undocumented 2", "unknown_status 1"});
}

TEST_CASE("a batch that ended twice, in two ways, ended differently") {
    Stories stories;
    stories.said(1000, cancelled);
    stories.said(2000, done);
    stories.said(3000, R"("status":"completed","completed_at":220,"output_file_id":"file-2")");
    CHECK(stories.found() == Lines{"ended_differently 1"});
}

TEST_CASE("a late answer that an ended batch runs is no other end") {
    Stories stories;
    stories.said(1000, done);
    stories.said(2000, R"("status":"in_progress")");
    stories.said(3000, R"("status":"completed","completed_at":220,"output_file_id":"file-2")");
    CHECK(stories.found() == Lines{"stale_answer 1"});
}

TEST_CASE("a batch that goes on after its end is revived, and may end in another way") {
    Stories stories;
    stories.said(1000, R"("status":"failed","failed_at":150)");
    stories.revived(2000, R"("status":"in_progress")");
    stories.said(3000, done);
    CHECK(stories.found() == Lines{"revived 1"});
}

TEST_CASE("counters that fall are told, in the order of observation") {
    Stories stories;
    const auto counts = [](int completed, int failed) {
        return R"("status":"in_progress","request_counts":{"total":99,"completed":)" +
               std::to_string(completed) + R"(,"failed":)" + std::to_string(failed) + "}";
    };
    stories.said(1000, counts(5, 1));
    stories.said(3000, counts(7, 1));
    stories.said(2000, counts(6, 1));  // late, but in its place it fell behind nothing
    CHECK(stories.found() == Lines{"stale_answer 1"});
    stories.said(4000, counts(8, 0));
    stories.said(5000, counts(3, 0));
    CHECK(stories.found() == Lines{"stale_answer 2", "counters_fell 2"});
}

TEST_CASE("an unknown counter does not fall") {
    Stories stories;
    stories.said(1000, running);
    stories.said(2000, R"("status":"in_progress","in_progress_at":150)");
    stories.said(
        3000,
        R"("status":"in_progress","in_progress_at":160,"request_counts":{"total":9,"completed":5,"failed":1})");
    CHECK(stories.found().empty());
}

TEST_CASE("a time of creation that changes is told each time") {
    Stories stories;
    const auto created = [](int seconds) {
        return R"({"id":"b","object":"batch","endpoint":"/v1/x","input_file_id":"f","completion_window":"24h",)"
               R"("status":"completed","output_file_id":"o","completed_at":900,"created_at":)" +
               std::to_string(seconds) + "}";
    };
    for (const int seconds : {100, 101, 102}) stories.store->refresh(created(seconds), at(1000 + seconds));
    CHECK(stories.found() == Lines{"created_at_changed 2"});
}

TEST_CASE("each oddity of a state has its own condition") {
    const auto one = [](const std::string& members) {
        Stories stories;
        stories.said(1'000'000'000, members);  // at 1,000 seconds
        return stories.found();
    };
    const std::string output = R"(,"output_file_id":"file-2")";
    CHECK(one(R"("status":"in_progress","in_progress_at":99)") == Lines{"times_out_of_order 1"});
    CHECK(one(R"("status":"cancelled","cancelling_at":300,"cancelled_at":299)") ==
          Lines{"times_out_of_order 1"});
    CHECK(one(R"("status":"failed","failed_at":301,"expires_at":300)") == Lines{"ended_late 1"});
    CHECK(one(R"("status":"failed","failed_at":300,"expires_at":300)").empty());
    CHECK(one(R"("status":"expired","expired_at":301,"expires_at":300)") == Lines{"expired 1"});
    CHECK(one(R"("status":"in_progress","expires_at":999)") == Lines{"overdue 1"});
    CHECK(one(R"("status":"in_progress","expires_at":1000)").empty());
    CHECK(one(R"("status":"completed")") == Lines{"completed_without_output 1"});
    CHECK(one(R"("status":"expired")" + output) == Lines{"expired 1", "stopped_with_output 1"});
    CHECK(one(R"("status":"cancelled")" + output) == Lines{"stopped_with_output 1"});
}

TEST_CASE("counts add up or not") {
    const auto one = [](const std::string& status, const std::string& counts) {
        Stories stories;
        stories.said(1000, R"("output_file_id":"o","status":")" + status + R"(","request_counts":)" + counts);
        return stories.found();
    };
    CHECK(one("completed", R"({"total":9,"completed":8,"failed":0})") == Lines{"counts_do_not_add_up 1"});
    CHECK(one("failed", R"({"total":9,"completed":8,"failed":0})").empty());
    CHECK(one("failed", R"({"total":9,"completed":8,"failed":2})") == Lines{"counts_do_not_add_up 1"});
    CHECK(one("failed", R"({"total":9,"completed":9223372036854775807,"failed":2})") ==
          Lines{"counts_do_not_add_up 1"});
    CHECK(one("failed", R"({"total":9,"completed":0,"failed":9})") == Lines{"all_requests_failed 1"});
    CHECK(one("failed", R"({"total":9,"completed":0,"failed":8})").empty());
    CHECK(one("in_progress", R"({"total":9,"completed":0,"failed":9})").empty());
}

TEST_CASE("an oddity says when, who, and for example which") {
    Stories stories;
    const auto late = [&](const char* id, std::int64_t observed_at_us, const char* source) {
        stories.store->refresh(
            R"({"id":")" + std::string(id) +
                R"(","object":"batch","endpoint":"/v1/x","input_file_id":"f","completion_window":"24h",)"
                R"("created_at":100,"status":"expired"})",
            {.observed_at_us = observed_at_us, .source = source});
    };
    late("b-3", 3000, "poller");
    late("b-1", 1000, "list");
    late("b-2", 2000, "poller");
    CHECK(find_oddities(*stories.store, {.examples = 2}).found ==
          std::vector<FoundOddity>{{.name = "expired",
                                    .meaning = "was not done by its expires_at",
                                    .count = 3,
                                    .batches = 3,
                                    .first_observed_at_us = 1000,
                                    .last_observed_at_us = 3000,
                                    .sources = {{"list", 1}, {"poller", 2}},
                                    .examples = {"b-3", "b-1"}}});
}

TEST_CASE("oddities are asked for by batch, source, time of observation and as of a past time") {
    Stories stories;
    stories.said(1000, done, "one");
    stories.said(2000, R"("status":"in_progress")", "two");
    stories.said(3000, R"("status":"cancelled","cancelled_at":900,"output_file_id":"file-2")", "three");
    CHECK(stories.found() == Lines{"stale_answer 1", "ended_differently 1", "stopped_with_output 1"});
    CHECK(stories.found({.query = {.status = {"failed"}}}).empty());
    CHECK(stories.found({.sources = {"two", "one"}}) == Lines{"stale_answer 1"});
    CHECK(stories.found({.observed_from_us = 3000}) == Lines{"ended_differently 1", "stopped_with_output 1"});
    CHECK(stories.found({.observed_to_us = 3000}) == Lines{"stale_answer 1"});
    CHECK(stories.found({.query = {.as_of_us = 2000}}) == Lines{"stale_answer 1"});
}

TEST_CASE("a batch is overdue at the time that is asked about") {
    Stories stories;
    stories.said(5'000'000, R"("status":"in_progress","expires_at":300)");
    CHECK(stories.found().empty());
    CHECK(stories.found({.now_us = 301'000'000}) == Lines{"overdue 1"});
    CHECK(stories.found({.query = {.as_of_us = 301'000'000}}) == Lines{"overdue 1"});
}

TEST_CASE("as of a head a batch is overdue at the last time that the log up to it knows") {
    Stories stories;
    stories.said(5'000'000, R"("status":"in_progress","expires_at":300)");
    stories.said(301'000'000, R"("status":"finalizing","expires_at":300)");
    CHECK(stories.found() == Lines{"overdue 1"});
    CHECK(stories.found({.query = {.as_of_head = PastHead{.seq = 1}}}).empty());
    CHECK(stories.found({.query = {.as_of_head = PastHead{.seq = 2}}}) == Lines{"overdue 1"});
}

TEST_CASE("a search for oddities tells how far it is, and stops when told") {
    Stories stories;
    for (int i = 0; i < 1500; ++i) {
        stories.store->refresh(R"({"id":")" + std::to_string(i) +
                               R"(","object":"batch","status":"expired"})");
    }
    std::atomic<bool> stop = false;
    const auto report = find_oddities(*stories.store, {.on_progress =
                                                           [&](std::int64_t batches) {
                                                               CHECK(batches == 1000);
                                                               stop = true;
                                                           },
                                                       .stop = &stop});
    CHECK(report.stopped);
    CHECK(report.batches == 1000);
}

TEST_CASE("every oddity has a name of its own, a meaning, and a place in docs/audit.md") {
    std::ifstream file(BATCHSTORE_SOURCE_DIR "/docs/audit.md");
    const std::string document(std::istreambuf_iterator<char>(file), {});
    std::vector<std::string_view> names;
    const auto add = [&](auto oddity) {
        names.push_back(to_string(oddity));
        CHECK(!meaning_of(oddity).empty());
        CHECK_THAT(document, Catch::Matchers::ContainsSubstring("`" + std::string(names.back()) + "`"));
    };
    std::ranges::for_each(answer_oddities, add);
    std::ranges::for_each(batch_oddities, add);
    for (int i = 0; i <= static_cast<int>(Oddity::duplicate_key); ++i) add(static_cast<Oddity>(i));
    std::ranges::sort(names);
    CHECK(std::ranges::adjacent_find(names) == names.end());
}

TEST_CASE("what is absent is an oddity of the batch, and an answer after an absence one of its own") {
    Stories stories;
    stories.said(1000, R"("status":"validating")");
    stories.store->note_absence("b", not_found_words, {.observed_at_us = 2000, .source = "other"});
    CHECK(stories.found() == Lines{"absent 1"});
    const OddityReport report = find_oddities(*stories.store);
    CHECK(report.answers == 1);
    CHECK(report.found.front().sources == std::map<std::string, std::int64_t>{{"other", 1}});
    stories.said(3000, R"("status":"validating")");
    CHECK(stories.found() == Lines{"came_back 1"});
}
