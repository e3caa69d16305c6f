#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_observations.hpp"
#include "test_seed.hpp"

#include <batchstore/error.hpp>

#include <map>
#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

std::vector<HistoryEntry> changes_behind(const BatchReader& store, std::int64_t after_seq,
                                         const std::function<bool(const Observation&)>& wanted = {}) {
    std::vector<HistoryEntry> changes;
    store.each_change(
        [&](const HistoryEntry& entry) {
            changes.push_back(entry);
            return true;
        },
        after_seq, wanted);
    return changes;
}

std::vector<std::int64_t> seqs_of(const std::vector<HistoryEntry>& entries) {
    std::vector<std::int64_t> seqs;
    for (const HistoryEntry& entry : entries) seqs.push_back(entry.observation.seq);
    return seqs;
}

/// What each entry did, as the histories of all batches tell it, by its number.
std::map<std::int64_t, HistoryEntry> told_by_histories(const BatchReader& store) {
    std::map<std::int64_t, HistoryEntry> told;
    store.store().each_batch([&](const StoredBatch& batch) {
        for (const HistoryEntry& entry : store.history(batch.id)) told[entry.observation.seq] = entry;
        return true;
    });
    return told;
}

bool same(const HistoryEntry& a, const HistoryEntry& b) {
    return a.observation == b.observation && a.batch == b.batch && a.changed == b.changed &&
           a.changes == b.changes;
}

}  // namespace

TEST_CASE("a walk through the log tells of each entry what the history of its batch tells",
          "[contract][property]") {
    const Backend backend = GENERATE(Backend::maps, Backend::memory);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 6; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        const FreshStore store(backend);
        tell(*store.repository, observations_of_both_precedences(make, 50));
        note_some(make, *store.repository, 10);
        auto expected = told_by_histories(*store.repository);
        const std::int64_t after_seq = make.number(0, 30);
        const auto wanted = [&](const Observation& entry) { return entry.seq % 3 != 0; };
        std::erase_if(expected, [&](const auto& told) {
            return told.first <= after_seq || !wanted(told.second.observation);
        });
        const auto changes = changes_behind(*store.repository, after_seq, wanted);
        REQUIRE(changes.size() == expected.size());
        for (const HistoryEntry& entry : changes) CHECK(same(entry, expected.at(entry.observation.seq)));
    }
}

TEST_CASE("a walk through the log has acts and what was pruned, which did nothing", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(10));
    store->store().remove(std::vector<std::int64_t>{1});
    store->refresh(answer(R"("status":"in_progress")"), at(20));
    const auto changes = changes_behind(*store.repository, 0);
    REQUIRE(seqs_of(changes) == std::vector<std::int64_t>{1, 2, 3});
    CHECK(changes[0].observation.pruned());
    CHECK(changes[1].observation.is_act());
    CHECK((changes[0].changes.empty() && changes[1].changes.empty()));
    CHECK(changes[2].changes.size() > 1);
}

TEST_CASE("a walk through the log begins behind an entry and ends when it is told", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (int i = 1; i <= 5; ++i) {
        store->refresh(answer(R"("status":"in_progress","note":)" + std::to_string(i)), at(i));
    }
    CHECK(seqs_of(changes_behind(*store.repository, 3)) == std::vector<std::int64_t>{4, 5});
    CHECK(changes_behind(*store.repository, 5).empty());
    CHECK(changes_behind(*store.repository, 3).front().changes ==
          std::vector<FieldChange>{{"note", "3", "4"}});
    int visits = 0;
    store->each_change([&](const HistoryEntry&) { return ++visits < 2; });
    CHECK(visits == 2);
}

TEST_CASE("a walk through the times of the log begins behind an entry", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (int i = 1; i <= 3; ++i) {
        store->refresh(answer(R"("status":"in_progress","note":)" + std::to_string(i)),
                       at(std::int64_t{i} * 10));
    }
    std::vector<std::int64_t> times;
    store->store().each_entry_time(
        [&](const Observation& entry) {
            times.push_back(entry.observed_at_us);
            return true;
        },
        1);
    CHECK(times == std::vector<std::int64_t>{20, 30});
}
