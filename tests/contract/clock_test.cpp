#include "repository/clock.hpp"

#include "catch.hpp"
#include "contract/backends.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "sqlite/refusal.hpp"

#include <batchstore/time.hpp>

#include <limits>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t minute_us = 60'000'000;
constexpr std::int64_t year_2100_us = 4'102'444'800'000'000;

/// The first entry of a log, as a clock recorded it.
Observation first_entry(std::int64_t recorded_at_us) {
    Observation entry{.seq = 1,
                      .id = "b",
                      .observed_at_us = 1000,
                      .recorded_at_us = recorded_at_us,
                      .source = "test",
                      .body = answer(R"("status":"validating")")};
    entry.digest = chain_digest({}, entry_digest(entry, sha256(entry.body)));
    return entry;
}

void restore(BatchRepository& repository, const Observation& entry) {
    repository.store().restore(entry, Answer::read(entry.body));
}

/// When the next answer without a time of its own is observed after an entry.
std::int64_t observed_after(Backend backend, std::int64_t recorded_at_us) {
    const FreshStore store(backend);
    restore(*store.repository, first_entry(recorded_at_us));
    store->refresh(completed_answer());
    return store->history("b").back().observation.observed_at_us;
}

}  // namespace

TEST_CASE("an entry that a wrong clock recorded does not make later observations wrong", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const std::int64_t before = now_us();
    const std::int64_t observed = observed_after(backend, year_2100_us);
    CHECK(observed >= before);
    CHECK(observed <= now_us());
}

TEST_CASE("an observation is a microsecond after an entry that lies a little ahead", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const std::int64_t ahead = now_us() + 59 * minute_us;
    CHECK(observed_after(backend, ahead) == ahead + 1);
}

TEST_CASE("answers keep their order after an entry that a wrong clock recorded", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    restore(*store.repository, first_entry(year_2100_us));
    std::int64_t last = 0;
    for (int completed = 1; completed <= 20; ++completed) {
        const std::string counts = R"("request_counts":{"completed":)" + std::to_string(completed) + "}";
        store->refresh(answer(R"("status":"in_progress",)" + counts));
        const std::int64_t observed = store->history("b").back().observation.observed_at_us;
        CHECK(observed > last);
        last = observed;
    }
    CHECK(last < now_us() + minute_us);
}

TEST_CASE("a time outside the years 1 to 9999 is refused by name, and nothing is stored", "[contract]") {
    const std::int64_t time_us =
        GENERATE(as<std::int64_t>{}, greatest, -greatest - 1, last_time_us + 1, first_time_us - 1);
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string text = std::to_string(time_us) + " is outside the years 1 to 9999";
    CHECK(refusal([&] { store->refresh(completed_answer(), at(time_us)); }) ==
          "invalid: observed_at_us " + text);
    CHECK(refusal([&] { restore(*store.repository, first_entry(time_us)); }) ==
          "invalid: recorded_at_us " + text);
    CHECK(store->count() == 0);
    CHECK(store->head() == Head{});
}

TEST_CASE("the first and the last moment of the years 1 to 9999 are times", "[contract]") {
    const std::int64_t time_us = GENERATE(as<std::int64_t>{}, first_time_us, last_time_us);
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(time_us));
    CHECK(store->get("b")->last_seen_at_us == time_us);
}

TEST_CASE("the clock of a log goes by the system's clock but where that stands still or fell back a little") {
    constexpr std::int64_t now = 1'000'000'000'000;
    constexpr std::int64_t hour_us = 60 * minute_us;
    CHECK(LogClock().next(0, now) == now);
    CHECK(LogClock().next(now - 1, now) == now);
    CHECK(LogClock().next(now, now) == now + 1);
    CHECK(LogClock().next(now + hour_us - 1, now) == now + hour_us);
    CHECK(LogClock().next(now + hour_us, now) == now);
    CHECK(LogClock().next(greatest, now) == now);
    CHECK(LogClock().next(-greatest - 1, now) == now);
    LogClock clock;
    CHECK(clock.next(0, now) == now);
    CHECK(clock.next(0, now) == now + 1);
    CHECK(clock.next(0, now - minute_us) == now + 2);
    CHECK(clock.next(0, now - hour_us - 3) == now - hour_us - 3);
}
