#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_polls.hpp"
#include "test_seed.hpp"
#include "text_input.hpp"

#include <batchstore/json.hpp>

#include <tuple>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Problems = std::vector<std::string>;

/// All that is known of batch `b` as of a moment, but how often it was seen and changed.
auto known_as_of(const BatchReader& store, const GetOptions& moment = {}) {
    const StoredBatch batch = store.get("b", moment).value_or(StoredBatch());
    return std::tuple(to_json_text(batch), batch.first_seen_at_us, batch.last_seen_at_us,
                      batch.last_answered_at_us, batch.absent_since_us, batch.changed_at_us);
}

GetOptions as_of_entry(const Observation& entry) {
    return {.as_of_head = PastHead{entry.seq}};
}
GetOptions as_of_time(const Observation& entry) {
    return {.as_of_us = entry.observed_at_us};
}

/// A store, what was known before it was thinned, and what came of it.
struct Thinned {
    explicit Thinned(Backend backend, RandomPolls& make) : store(backend) {
        const std::vector<Poll> polls = make.history(static_cast<int>(make.number(2, 40)));
        tell(*store.repository, polls);
        before = store->history("b");
        log = whole_log(*store.repository);
        now.push_back(known_as_of(*store.repository));
        for (const Observation& entry : log) {
            by_seq.push_back(known_as_of(*store.repository, as_of_entry(entry)));
            by_time.push_back(known_as_of(*store.repository, as_of_time(entry)));
        }
        by_list = store->count({.source = {"list"}});
        sightings = store->get("b")->sightings;
        head = store->head();
        removed = thin();
    }
    Removed thin() const {
        const std::vector<std::int64_t> newest{log.back().seq};
        return store->store().thin(newest, {.source = "test"});
    }
    Problems problems() const { return store->store().verify({.since = head}).problems; }

    FreshStore store;
    std::vector<HistoryEntry> before;
    std::vector<Observation> log;
    std::vector<decltype(known_as_of(*store.repository))> now, by_seq, by_time;
    std::int64_t by_list = 0;
    std::int64_t sightings = 0;
    Head head;
    Removed removed;
};

bool is_more_than_counts(const HistoryEntry& entry) {
    const Observation& observation = entry.observation;
    if (observation.is_absence() || observation.precedence == Precedence::observed) return true;
    return std::ranges::any_of(entry.changed, [](const std::string& field) {
        return field != "request_counts" && field != "usage";
    });
}

/// Runs a check on many histories. It says by which seed one is made again.
template <class Check>
void on_thinned(int rounds, const Check& check) {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < static_cast<unsigned>(rounds); ++round) {
        CAPTURE(first_seed, round);
        RandomPolls make(first_seed + round);
        const Thinned thinned(backend, make);
        check(thinned);
    }
}

std::vector<Observation> emptied_of(const Thinned& thinned) {
    std::vector<Observation> emptied;
    for (const Observation& entry : thinned.log) {
        if (thinned.store->store().entry(entry.seq)->pruned()) emptied.push_back(entry);
    }
    return emptied;
}

}  // namespace

TEST_CASE("thinning keeps first, last and all that says more than counts, as it was",
          "[contract][property]") {
    on_thinned(15, [](const Thinned& thinned) {
        const auto kept = thinned.store->observations("b");
        CHECK(thinned.removed.observations == std::ssize(thinned.log) - std::ssize(kept));
        CHECK(kept.front() == thinned.log.front());
        CHECK(kept.back() == thinned.log.back());
        for (const HistoryEntry& entry : thinned.before) {
            if (!is_more_than_counts(entry)) continue;
            CAPTURE(entry.observation.seq);
            CHECK(thinned.store->store().entry(entry.observation.seq) == entry.observation);
        }
        CHECK(thinned.store->count({.source = {"list"}}) == thinned.by_list);
    });
}

TEST_CASE("what is known of a thinned batch, now and as of each entry that stays, is what it was",
          "[contract][property]") {
    on_thinned(15, [](const Thinned& thinned) {
        const BatchReader& store = *thinned.store.repository;
        CHECK(known_as_of(store) == thinned.now.front());
        CHECK(store.get("b")->sightings == thinned.sightings);
        for (const Observation& entry : store.observations("b")) {
            CAPTURE(entry.seq);
            const auto place = static_cast<std::size_t>(entry.seq) - 1;
            CHECK(entry == thinned.log[place]);
            CHECK(known_as_of(store, as_of_entry(entry)) == thinned.by_seq[place]);
            CHECK(known_as_of(store, as_of_time(entry)) == thinned.by_time[place]);
        }
    });
}

TEST_CASE("a thinned log verifies through every head that it had", "[contract][property]") {
    on_thinned(10, [](const Thinned& thinned) {
        const Store& store = thinned.store->store();
        CHECK(thinned.problems() == Problems());
        for (const Observation& entry : thinned.log) CHECK(store.entry(entry.seq)->digest == entry.digest);
        std::int64_t revision = 0;
        for (const HistoryEntry& entry : thinned.store->history("b")) revision += !entry.changed.empty();
        CHECK(thinned.store->get("b")->revision == revision);
    });
}

TEST_CASE("thinning what was thinned empties nothing", "[contract][property]") {
    on_thinned(15, [](const Thinned& thinned) {
        const Head head = thinned.store->head();
        CHECK(thinned.thin() == Removed());
        CHECK(thinned.store->head() == head);
    });
}

TEST_CASE("a thinned log is dumped and restored with its head and its state", "[contract][property]") {
    on_thinned(7, [](const Thinned& thinned) {
        const FreshStore copy;
        const std::string log = log_of(*thinned.store.repository);
        CHECK(import_records(*copy.repository, input_of(log)).rejected == 0);
        CHECK(copy->head() == thinned.store->head());
        CHECK(states_of(*copy.repository) == states_of(*thinned.store.repository));
        CHECK(copy->get("b")->revision == thinned.store->get("b")->revision);
        CHECK(copy->get("b")->changed_at_us == thinned.store->get("b")->changed_at_us);
        CHECK(copy->store().verify().problems == Problems());
    });
}

TEST_CASE("an answer that was emptied and comes again, then or late, changes no state",
          "[contract][property]") {
    on_thinned(7, [](const Thinned& thinned) {
        BatchRepository& store = *thinned.store.repository;
        struct TakenBack {};
        for (const Observation& entry : emptied_of(thinned)) {
            CAPTURE(entry.seq);
            for (const std::int64_t late_us : {0, 1'000'000'000}) {
                const auto again = [&](BatchRepository& part) {
                    const RefreshResult result = part.refresh(entry.body, at(entry.observed_at_us + late_us));
                    CHECK(result.changed.empty());
                    CHECK(to_json_text(*part.get("b")) == std::get<0>(thinned.now.front()));
                    throw TakenBack();
                };
                CHECK_THROWS_AS(store.transaction(again), TakenBack);
            }
        }
        for (const Observation& entry : emptied_of(thinned)) {
            store.refresh(entry.body, at(entry.observed_at_us));
        }
        CHECK(known_as_of(store) == thinned.now.front());
        CHECK(thinned.problems() == Problems());
    });
}

TEST_CASE("a store that has what another one thinned away takes nothing from it", "[contract][property]") {
    on_thinned(5, [](const Thinned& thinned) {
        const FreshStore other;
        restore_all(*other.repository, thinned.log);
        const Head head = other->head();
        import_records(*other.repository, input_of(log_of(*thinned.store.repository)));
        CHECK(other->head() == head);
        CHECK(to_json_text(*other->get("b")) == std::get<0>(thinned.now.front()));
        CHECK(other->store().verify().problems == Problems());
    });
}
