#include "catch.hpp"
#include "contract/backends.hpp"
#include "test_seed.hpp"

#include <batchstore/json.hpp>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// Something that was seen of batch `b`.
struct Seen {
    std::string text;
    std::int64_t observed_at_us = 0;
    bool absent = false;
    Precedence precedence = Precedence::lifecycle;
};

using Observations = std::vector<Seen>;

/// What must come out of observations, in whatever order they came.
struct Expected {
    std::optional<std::int64_t> absent_since_us{};
    std::int64_t last_answered_at_us = std::numeric_limits<std::int64_t>::min();

    explicit Expected(const Observations& all, std::int64_t until_us = INT64_MAX) {
        for (const Seen& seen : all) {
            if (seen.absent || seen.observed_at_us > until_us) continue;
            last_answered_at_us = std::max(last_answered_at_us, seen.observed_at_us);
        }
        for (const Seen& seen : all) {
            const std::int64_t time = seen.observed_at_us;
            if (!seen.absent || time > until_us || time <= last_answered_at_us) continue;
            absent_since_us = std::min(absent_since_us.value_or(time), time);
        }
    }
};

class Make {
public:
    explicit Make(unsigned seed) : random_(seed) {}

    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    bool one_in(int count) { return number(1, count) == 1; }

    /// Begins with an answer, by which the batch is known.
    Observations observations(int count, bool with_repeats) {
        Observations all{answered(with_repeats)};
        while (static_cast<int>(all.size()) < count) {
            all.push_back(one_in(2) ? answered(with_repeats) : absent());
        }
        return all;
    }

    /// All but the first in another order, some of them twice.
    Observations shuffled(Observations all) {
        const std::size_t count = all.size();
        for (int i = number(0, 3); i > 0; --i) {
            all.push_back(all[static_cast<std::size_t>(number(0, static_cast<int>(count) - 1))]);
        }
        std::shuffle(all.begin() + 1, all.end(), random_);
        return all;
    }

private:
    /// Without repeats no two answers are equal.
    Seen answered(bool with_repeats) {
        const int note = with_repeats ? number(1, 2) : ++notes_;
        const char* status = one_in(2) ? "in_progress" : "completed";
        return {answer(R"("status":")" + std::string(status) + R"(","note":)" + std::to_string(note)),
                number(1, 12)};
    }
    Seen absent() { return {one_in(2) ? not_found_words : "", number(1, 12), true}; }

    std::mt19937 random_;
    int notes_ = 0;
};

void tell(BatchRepository& repository, const Observations& all) {
    for (const Seen& seen : all) {
        if (seen.absent) {
            repository.note_absence("b", seen.text, absent_at(seen.observed_at_us));
        } else {
            repository.refresh(seen.text, at(seen.observed_at_us, seen.precedence));
        }
    }
}

/// What does not depend on the order in which things were heard.
std::tuple<std::string, std::optional<std::int64_t>, std::int64_t, std::int64_t, std::int64_t, std::int64_t>
known(const BatchReader& repository) {
    const StoredBatch batch = *repository.get("b");
    return {to_json_text(batch),    batch.absent_since_us, batch.last_answered_at_us,
            batch.first_seen_at_us, batch.last_seen_at_us, batch.changed_at_us};
}

}  // namespace

TEST_CASE("a batch is absent or not whatever the order in which its observations come",
          "[contract][property]") {
    const Backend backend = GENERATE(Backend::maps, Backend::memory);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 100; ++round) {
        CAPTURE(first_seed, round);
        Make make(first_seed + round);
        const Observations all = make.observations(make.number(1, 9), true);
        const Expected expected(all);
        const FreshStore plain(backend);
        tell(*plain.repository, all);
        for (int shuffles = 0; shuffles < 5; ++shuffles) {
            const FreshStore store(backend);
            tell(*store.repository, make.shuffled(all));
            CHECK(known(*store.repository) == known(*plain.repository));
            CHECK(store->get("b")->absent_since_us == expected.absent_since_us);
            CHECK(store->get("b")->last_answered_at_us == expected.last_answered_at_us);
            CHECK(store->store().verify().problems == std::vector<std::string>());
        }
    }
}

TEST_CASE("what the log says of absences is what the state says", "[contract][property]") {
    const Backend backend = GENERATE(Backend::maps, Backend::memory);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 100; ++round) {
        CAPTURE(first_seed, round);
        Make make(first_seed + round);
        Observations all = make.observations(12, true);
        for (Seen& seen : all) {
            if (make.one_in(4)) seen.precedence = Precedence::observed;
        }
        const FreshStore store(backend);
        tell(*store.repository, all);
        const FreshStore restored(backend);
        restore_all(*restored.repository, store->observations("b"));
        CHECK(restored->head() == store->head());
        CHECK(restored->get("b")->absent_since_us == store->get("b")->absent_since_us);
        CHECK(store->get("b", {.as_of_head = PastHead{store->head().seq}})->absent_since_us ==
              store->get("b")->absent_since_us);
        CHECK(store->store().verify().problems == std::vector<std::string>());
    }
}

TEST_CASE("two stores without repeats that take each other's logs agree on absences",
          "[contract][property]") {
    const Backend backend = GENERATE(Backend::maps, Backend::memory);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 60; ++round) {
        CAPTURE(first_seed, round);
        Make make(first_seed + round);
        const Observations heard_here = make.observations(make.number(1, 7), false);
        const Observations heard_there = make.observations(make.number(1, 7), false);
        const FreshStore here(backend);
        tell(*here.repository, heard_here);
        const FreshStore there(backend);
        tell(*there.repository, heard_there);
        const auto log_of_here = here->observations("b");
        restore_all(*here.repository, there->observations("b"));
        restore_all(*there.repository, log_of_here);
        CHECK(known(*here.repository) == known(*there.repository));
        Observations all = heard_here;
        all.insert(all.end(), heard_there.begin(), heard_there.end());
        CHECK(here->get("b")->absent_since_us == Expected(all).absent_since_us);
    }
}

TEST_CASE("a past time knows the absences that a store without repeats had then", "[contract][property]") {
    const Backend backend = GENERATE(Backend::maps, Backend::memory);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 60; ++round) {
        CAPTURE(first_seed, round);
        Make make(first_seed + round);
        const Observations all = make.observations(make.number(1, 9), false);
        const FreshStore store(backend);
        tell(*store.repository, all);
        for (std::int64_t time = all.front().observed_at_us; time <= 12; ++time) {
            const auto then = store->get("b", {.as_of_us = time});
            REQUIRE(then);
            CHECK(then->absent_since_us == Expected(all, time).absent_since_us);
        }
    }
}
