#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/odd_answers.hpp"
#include "contract/random_observations.hpp"
#include "test_seed.hpp"

#include <batchstore/json.hpp>
#include <batchstore/transfer.hpp>

#include <algorithm>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// A store that is held against plain maps, which were told the same.
struct Compared {
    explicit Compared(Backend backend) : tested(backend) {}

    FreshStore tested;
    FreshStore oracle{Backend::maps};

    template <class Call>
    void both(const Call& call) {
        CHECK(call(*tested.repository) == call(*oracle.repository));
    }
};

std::vector<std::string> ids_of(const Page& page) {
    std::vector<std::string> ids;
    for (const StoredBatch& batch : page.batches) ids.push_back(batch.id);
    return ids;
}

std::vector<std::string> walked(const BatchReader& reader, const Query& query, WalkOrder order) {
    std::vector<std::string> texts;
    const auto note = [&](const StoredBatch& batch) {
        texts.push_back(to_json_text(batch) + std::to_string(batch.revision) + " " +
                        std::to_string(batch.absent_since_us.value_or(0)) + " " +
                        std::to_string(batch.changed_at_us));
        return true;
    };
    reader.store().each_batch(note, query, order);
    return texts;
}

std::vector<std::int64_t> logged_seqs(const BatchReader& reader, const Query& query) {
    std::vector<std::int64_t> seqs;
    reader.store().each_history(
        [&](const StoredBatch&, std::span<const Observation> history) {
            for (const Observation& entry : history) seqs.push_back(entry.seq);
            return true;
        },
        query);
    return seqs;
}

/// What the acts of a log say.
std::vector<std::string> acts_of(const BatchReader& reader) {
    std::vector<std::string> acts;
    reader.store().each_observation([&](const Observation& entry) {
        if (entry.is_act()) acts.push_back(std::to_string(entry.seq) + entry.source + entry.body);
        return true;
    });
    return acts;
}

/// What all pages of a query hold, one after the other.
std::vector<std::string> all_pages(const BatchReader& reader, Query query) {
    std::vector<std::string> ids;
    do {
        const Page page = reader.find(query);
        std::ranges::copy(ids_of(page), std::back_inserter(ids));
        query.after = page.next;
    } while (!query.after.empty());
    return ids;
}

void tell_both(Compared& stores, RandomQueries& make, int count) {
    OddAnswers odd(static_cast<unsigned>(make.number(0, 1'000'000)));
    for (Seen seen : observations_of(make, count, true)) {
        if (make.one_in(6)) seen.how.precedence = Precedence::observed;
        const std::string text = make.one_in(3) ? odd.about(seen.batch.id) : to_json_text(seen.batch);
        CAPTURE(text);
        stores.both([&](BatchRepository& store) { return store.refresh(text, seen.how); });
        stores.both([&](BatchRepository& store) { return store.get(seen.batch.id); });
        if (!make.one_in(3)) continue;
        const Missed absence = missed(make);
        CAPTURE(absence.id, absence.words);
        stores.both([&](BatchRepository& store) { return note(store, absence); });
        stores.both([&](BatchRepository& store) { return store.get(absence.id); });
    }
}

}  // namespace

TEST_CASE("a store refreshes and asks as plain maps do", "[contract][property]") {
    const Backend backend = GENERATE(Backend::memory, Backend::file);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 4; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        Compared stores(backend);
        tell_both(stores, make, 40);
        for (int asked = 0; asked < 15; ++asked) {
            Query query = make.query();
            if (make.one_in(2)) query.as_of_us = make.number(0, 10) * 1'000'000;
            CAPTURE(to_string(query.sort), query.descending, query.limit, query.as_of_us.value_or(-1));
            stores.both([&](const BatchReader& store) { return all_pages(store, query); });
            stores.both([&](const BatchReader& store) { return store.count(query); });
            stores.both([&](const BatchReader& store) { return walked(store, query, WalkOrder::stored); });
            stores.both([&](const BatchReader& store) { return walked(store, query, WalkOrder::id); });
            stores.both([&](const BatchReader& store) { return logged_seqs(store, query); });
        }
        stores.both([](const BatchReader& store) { return store.store().sources(); });
        stores.both([](const BatchReader& store) { return store.store().ids_with_prefix("b", 20); });
    }
}

TEST_CASE("a store forgets what plain maps forget", "[contract][property]") {
    const Backend backend = GENERATE(Backend::memory, Backend::file);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 6; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        Compared stores(backend);
        tell_both(stores, make, 20);
        std::vector<std::int64_t> seqs(5);
        std::ranges::generate(seqs, [&] { return make.number(1, 25); });
        const RemovalOptions who{.source = make.one_in(2) ? make.source() : "auditor"};
        stores.both([&](BatchRepository& store) { return store.store().remove(seqs, who); });
        stores.both([&](const BatchReader& store) { return walked(store, {}, WalkOrder::id); });
        tell_both(stores, make, 10);
        stores.both([](BatchRepository& store) { return store.store().verify().problems; });
        stores.both([](BatchRepository& store) { return store.store().verify().pruned; });
        stores.both([](BatchRepository& store) { return acts_of(store); });
        stores.both([](const BatchReader& store) { return store.store().sources(); });
        stores.both([](const BatchReader& store) { return store.store().info().acts; });
        for (int asked = 0; asked < 5; ++asked) {
            const Query query = make.query();
            stores.both([&](const BatchReader& store) { return all_pages(store, query); });
            stores.both([&](const BatchReader& store) { return store.count(query); });
        }
        stores.both([](const BatchReader& store) { return walked(store, {}, WalkOrder::id); });
    }
}

TEST_CASE("a part that fails leaves in a store what it leaves in plain maps", "[contract][property]") {
    const Backend backend = GENERATE(Backend::memory, Backend::file);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 6; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        Compared stores(backend);
        const auto kept = observations_of(make, 6, true);
        const auto lost = observations_of(make, 6, true);
        stores.both([&](BatchRepository& store) {
            store.transaction([&](BatchRepository& part) {
                tell(part, kept);
                const auto fail = [&](BatchRepository& inner) {
                    tell(inner, lost);
                    throw Error(ErrorKind::invalid, "changed my mind");
                };
                CHECK_THROWS(part.transaction(fail));
                tell(part, kept);
            });
            return walked(store, {}, WalkOrder::stored);
        });
    }
}

TEST_CASE("a log restored into a store and into plain maps has one head", "[contract][property]") {
    const Backend backend = GENERATE(Backend::memory, Backend::file);
    RandomQueries make(test_seed());
    const FreshStore first(backend);
    make.fill(*first.repository, 30);
    first->store().remove(std::vector<std::int64_t>{first->head().seq});
    Compared stores(backend);
    first->store().each_observation([&](const Observation& entry) {
        stores.both([&](BatchRepository& store) { return restore_entry(store, entry); });
        return true;
    });
    CHECK(stores.oracle->head() == first->head());
    stores.both([](const BatchReader& store) { return store.head(); });
    stores.both([](const BatchReader& store) { return walked(store, {}, WalkOrder::id); });
}
