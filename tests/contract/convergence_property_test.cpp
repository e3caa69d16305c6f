#include "catch.hpp"
#include "contract/backends.hpp"
#include "model/fold.hpp"
#include "test_seed.hpp"

#include <batchstore/json.hpp>

#include <algorithm>
#include <random>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

struct Told {
    std::string text;
    std::int64_t observed_at_us;
    Precedence precedence = Precedence::lifecycle;
};

/// Makes observations of one batch that contradict each other in every way servers do.
class Observations {
public:
    explicit Observations(unsigned seed) : random_(seed) {}

    Told one(int most_time) {
        std::string members =
            R"("status":")" +
            pick({"validating", "queued", "in_progress", "InProgress", "finalizing", "cancelling",
                  "completed", "failed", "cancelled", "expired", "CANCELED", "cut \\ud83d"}) +
            "\"";
        for (const char* time :
             {"in_progress_at", "finalizingAt", "completed_at", "CompletedAt", "failed-at", "cancelled_at"}) {
            if (chance(3)) {
                members += ",\"" + std::string(time) + "\":" +
                           pick({"110", "120", "130", "null", "0", "\"soon\"", "\"20261101120000\"",
                                 "\"20261101T1200Z\"", "\"2026-11-01 12:00:00+00\""});
            }
        }
        if (chance(2)) {
            members +=
                ",\"" + pick({"request_counts", "requestCounts"}) + "\":" +
                pick({R"({"total":9,"completed":4,"failed":0})", R"({"total":9,"Completed":2,"failed":2})",
                      R"({"total":"9"})", "null", "\"4/9\"", R"({"total":9,"cancelled":1})", "{}",
                      R"({"total":null,"completed":-1})", R"({"failed":3,"x":{"a":1,"b":{}}})",
                      R"({"total":"many","Failed":1,"x":{"a":2}})", R"({"x":7})"});
        }
        if (chance(2)) {
            members += ",\"" + pick({"usage", "Usage"}) + "\":" +
                       pick({R"({"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":1,"audio":2}})",
                             R"({"input_tokens":6,"input_tokens_details":{"text":3},"cost":1.50})",
                             R"({"input_tokens_details":7,"completion_tokens":2})", "{}", "[]",
                             R"({"input_tokens_details":{"cached_tokens":-4},"total_tokens":8})",
                             R"({"prompt_tokens":9,"input_tokens":4,"output_tokens_details":{}})"});
        }
        if (chance(3)) {
            members += R"(,"metadata":)" + pick({"{}", R"({"a":"1"})", R"({"a":"2","b":"3"})", "null"});
        }
        if (chance(4)) {
            members += R"(,"errors":)" + pick({"[\"x\"]", R"({"data":[{"code":1,"why":2}]})", "[]", "null"});
        }
        if (chance(3)) {
            members += R"(,"note":)" + pick({"1", "2", "null", "[1,2]"});
        }
        return {answer(members), number(1, most_time)};
    }

    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    bool chance(int one_in) { return number(1, one_in) == 1; }
    std::mt19937& random() { return random_; }

private:
    std::string pick(std::initializer_list<const char*> words) {
        return *(words.begin() + number(0, static_cast<int>(words.size()) - 1));
    }

    std::mt19937 random_;
};

Batch state_after(const std::vector<Told>& observations) {
    const FreshStore store;
    for (const Told& seen : observations) {
        store->refresh(seen.text, at(seen.observed_at_us, seen.precedence));
    }
    REQUIRE(store->store().verify().problems == std::vector<std::string>{});
    return *store->get("b");
}

}  // namespace

TEST_CASE("any order and any repetition of a set of observations ends in the same state", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 150; ++round) {
        Observations make(first_seed + round);
        CAPTURE(first_seed, round);
        std::vector<Told> observations;
        const int count = make.number(1, 7);
        for (int i = 0; i < count; ++i) {
            observations.push_back(make.one(5));
        }
        const Batch expected = state_after(observations);
        for (int shuffles = 0; shuffles < 4; ++shuffles) {
            observations.push_back(observations[static_cast<std::size_t>(make.number(0, count - 1))]);
            std::shuffle(observations.begin(), observations.end(), make.random());
            CHECK(to_json_text(state_after(observations)) == to_json_text(expected));
        }
    }
}

TEST_CASE("the tables are always the fold of the log, epochs and all", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 150; ++round) {
        Observations make(first_seed + round);
        CAPTURE(first_seed, round);
        const FreshStore store;
        std::vector<FoldInput> log;
        for (int i = make.number(1, 12); i > 0; --i) {
            const Told seen = make.one(8);
            const auto precedence = make.chance(4) ? Precedence::observed : Precedence::lifecycle;
            store->refresh(seen.text, at(seen.observed_at_us, precedence));
        }
        store->store().each_observation([&](const Observation& entry) {
            const Answer logged = Answer::read(entry.body);
            log.push_back({logged.batch(), logged.digest(), entry.observed_at_us, entry.precedence});
            return true;
        });
        CHECK(to_json_text(fold(log).state) == to_json_text(*store->get("b")));
        CHECK(store->store().verify().problems == std::vector<std::string>{});
    }
}

TEST_CASE("the revision counts the changes of the state", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 50; ++round) {
        Observations make(first_seed + round);
        CAPTURE(first_seed, round);
        const FreshStore store;
        std::int64_t changes = 0;
        std::optional<StoredBatch> before;
        for (int i = 0; i < 10; ++i) {
            const RefreshResult result = store->refresh(make.one(6).text, at(make.number(1, 6)));
            const auto after = store->get("b");
            const bool changed =
                !before || static_cast<const Batch&>(*before) != static_cast<const Batch&>(*after);
            changes += changed ? 1 : 0;
            CHECK(changed == (result.verdict == Verdict::inserted || result.verdict == Verdict::updated));
            CHECK(after->revision == changes);
            CHECK(result.revision == changes);
            before = after;
        }
    }
}
