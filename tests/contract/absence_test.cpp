#include "catch.hpp"
#include "contract/backends.hpp"

#include <batchstore/error.hpp>
#include <batchstore/json.hpp>

#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

const std::string running = answer(R"("status":"in_progress","in_progress_at":110)");

/// A store that was answered at 1,000, and then not.
struct Absent : FreshStore {
    explicit Absent(Backend backend) : FreshStore(backend) {
        (*this)->refresh(running, at(1000));
        (*this)->note_absence("b", not_found_words, absent_at(2000));
    }

    std::optional<std::int64_t> since() const { return (*this)->get("b")->absent_since_us; }
    std::optional<std::int64_t> since(const GetOptions& then) const {
        return (*this)->get("b", then)->absent_since_us;
    }
    std::int64_t entries() const { return (*this)->head().seq; }
    bool is_sound() const { return (*this)->store().verify().problems == std::vector<std::string>(); }
};

template <class Call>
ErrorKind refusal_of(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.kind();
    }
    FAIL("accepted");
    return ErrorKind::invalid;
}

}  // namespace

TEST_CASE("a batch that its server does not know is absent since then", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(running, at(1000));
    CHECK_FALSE(store->get("b")->absent_since_us);
    const RefreshResult result = store->note_absence("b", not_found_words, absent_at(2000));
    CHECK(result.verdict == Verdict::absent);
    CHECK(result.logged);
    const StoredBatch batch = *store->get("b");
    CHECK(batch.absent_since_us == 2000);
    CHECK(batch.last_answered_at_us == 1000);
    CHECK(batch.last_seen_at_us == 2000);
    CHECK(batch.first_seen_at_us == 1000);
    CHECK(batch.sightings == 2);
}

TEST_CASE("an absence is an entry of the log with the server's words", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    const Observation entry = store->observations("b").back();
    CHECK(entry.is_absence());
    CHECK(entry.seq == 2);
    CHECK(entry.id == "b");
    CHECK(entry.body == not_found_words);
    CHECK(entry.observed_at_us == 2000);
    CHECK(entry.source == "test");
    CHECK(store->store().entry(2) == entry);
    CHECK(store.is_sound());
}

TEST_CASE("an absence leaves the state and its revision as they are", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(1000));
    const StoredBatch before = *store->get("b");
    CHECK(store->note_absence("b", "", absent_at(2000)).revision == before.revision);
    const StoredBatch after = *store->get("b");
    CHECK(to_json_text(after) == to_json_text(before));
    CHECK(after.revision == before.revision);
    CHECK(store->last_answer("b")->body == completed_answer());
}

TEST_CASE("a later answer ends an absence, an equal one too, and is logged", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    const RefreshResult again = store->refresh(running, at(3000));
    CHECK(again.verdict == Verdict::unchanged);
    CHECK(again.logged);
    CHECK_FALSE(store.since());
    CHECK_FALSE(store->refresh(running, at(4000)).logged);
    CHECK(store.is_sound());
}

TEST_CASE("an absence of the moment of an answer makes no batch absent", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(2000));
    CHECK_FALSE(store.since());
    CHECK(store->note_absence("b", "again", absent_at(2000)).logged);
    CHECK_FALSE(store.since());
    CHECK(store.is_sound());
}

TEST_CASE("the same words behind an answer make a batch absent again", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(running, at(3000));
    store->note_absence("b", not_found_words, absent_at(5000));
    CHECK(store.since() == 5000);
    CHECK(store.is_sound());
}

TEST_CASE("an answer that comes late ends only the absences before it", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    store->note_absence("b", not_found_words, absent_at(5000));
    store->note_absence("b", not_found_words, absent_at(7000));
    CHECK(store.since() == 2000);
    CHECK(store->refresh(running, at(3000)).logged);
    CHECK(store.since() == 5000);
    CHECK_FALSE(store->refresh(running, at(4000)).logged);
    CHECK(store.since() == 5000);
    CHECK(store.is_sound());
}

TEST_CASE("an absence that comes late counts from its own time", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    store->note_absence("b", "earlier", absent_at(1500));
    CHECK(store.since() == 1500);
    store->note_absence("b", "before it was made", absent_at(500));
    CHECK(store.since() == 1500);
    CHECK(store->get("b")->first_seen_at_us == 1000);
    CHECK(store.is_sound());
}

TEST_CASE("the very same absence again changes nothing", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    const StoredBatch before = *store->get("b");
    const RefreshResult again = store->note_absence("b", not_found_words, absent_at(2000));
    CHECK(again.verdict == Verdict::absent);
    CHECK_FALSE(again.logged);
    CHECK(store.entries() == 2);
    CHECK(*store->get("b") == before);
    CHECK(store->note_absence("b", "other words", absent_at(2000)).logged);
}

TEST_CASE("an absence that only a repeat is later than is counted, not logged", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(running, at(1000));
    store->refresh(running, at(3000));
    const RefreshResult result = store->note_absence("b", not_found_words, absent_at(2000));
    CHECK_FALSE(result.logged);
    const StoredBatch batch = *store->get("b");
    CHECK_FALSE(batch.absent_since_us);
    CHECK(batch.sightings == 3);
    CHECK(batch.last_seen_at_us == 3000);
    CHECK(batch.last_answered_at_us == 3000);
    CHECK(store->note_absence("b", not_found_words, absent_at(4000)).logged);
    CHECK(store->get("b")->absent_since_us == 4000);
}

TEST_CASE("an absence of a log that is restored is logged, whatever repeats were counted", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Absent original(backend);
    const FreshStore copy(backend);
    restore_entry(*copy.repository, *original->store().entry(1));
    copy->refresh(running, at(3000));
    restore_entry(*copy.repository, *original->store().entry(2));
    CHECK(copy->head() == original->head());
    CHECK(copy->get("b")->absent_since_us == 2000);
    CHECK(copy->get("b")->last_answered_at_us == 1000);
    CHECK(copy->store().verify().problems == std::vector<std::string>());
    CHECK(copy->refresh(running, at(3500)).logged);
    CHECK_FALSE(copy->get("b")->absent_since_us);
}

TEST_CASE("an absence that is no part of this log is noted, and recorded now", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Absent original(backend);
    const FreshStore other(backend);
    other->refresh(completed_answer(), at(500));
    const Observation entry = *original->store().entry(2);
    CHECK(other->store().restore_absence(entry).logged);
    const Observation noted = other->observations("b").back();
    CHECK(noted.body == entry.body);
    CHECK(noted.observed_at_us == entry.observed_at_us);
    CHECK(noted.source == entry.source);
    CHECK(noted.recorded_at_us > entry.recorded_at_us);
    CHECK_FALSE(other->store().restore_absence(entry).logged);
    CHECK(refusal_of([&] { FreshStore(backend)->store().restore_absence(entry); }) == ErrorKind::not_found);
}

TEST_CASE("an absence of a batch that is not known is refused, and a transaction goes on", "[contract]") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->transaction([](BatchRepository& part) {
        part.refresh(running, at(1000));
        CHECK(refusal_of([&] { part.note_absence("c", not_found_words); }) == ErrorKind::not_found);
    });
    CHECK(store->get("b"));
    CHECK(store->head().seq == 1);
}

TEST_CASE("words that are none, too many, or an answer are refused", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string too_long(max_absence_bytes + 1, 'x');
    const std::string with_zero("a\0b", 3);
    for (const std::string& words : {too_long, std::string("\xff"), with_zero, running}) {
        CHECK(refusal_of([&] { store->note_absence("b", words); }) == ErrorKind::invalid);
    }
    const auto sourced = [&] { store->note_absence("b", "", {.source = std::string(257, 's')}); };
    CHECK(refusal_of(sourced) == ErrorKind::invalid);
    const auto timeless = [&] { store->note_absence("b", "", {.observed_at_us = INT64_MAX}); };
    CHECK(refusal_of(timeless) == ErrorKind::invalid);
    CHECK(store.entries() == 2);
    CHECK(store->note_absence("b", too_long.substr(1)).logged);
}

TEST_CASE("a past time and a past head know the absences of then", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(3000));
    store->note_absence("b", not_found_words, absent_at(4000));
    CHECK_FALSE(store.since({.as_of_us = 1999}));
    CHECK(store.since({.as_of_us = 2000}) == 2000);
    CHECK_FALSE(store.since({.as_of_us = 3000}));
    CHECK(store.since({.as_of_us = 4000}) == 4000);
    CHECK(store.since({.as_of_head = PastHead{2}}) == 2000);
    CHECK_FALSE(store.since({.as_of_head = PastHead{3}}));
    CHECK(store.since({.as_of_head = PastHead{4}}) == 4000);
    const StoredBatch then = *store->get("b", {.as_of_us = 2000});
    CHECK(then.sightings == 2);
    CHECK(then.last_seen_at_us == 2000);
    CHECK(then.last_answered_at_us == 1000);
}

TEST_CASE("a history has the absences, which change nothing in it", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    store->refresh(completed_answer(), at(3000));
    const auto history = store->history("b");
    REQUIRE(history.size() == 3);
    CHECK(history[1].observation.verdict == Verdict::absent);
    CHECK(history[1].observation.body == not_found_words);
    CHECK(history[1].batch == Batch{.id = "b"});
    CHECK(history[1].changed.empty());
    CHECK(history[2].observation.verdict == Verdict::updated);
    CHECK(store->history("b", {.as_of_us = 2000}).size() == 2);
}

TEST_CASE("a batch is removed with its absences", "[contract]") {
    const Absent store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(store->store().remove(std::vector<std::int64_t>{1}).batches == 0);
    CHECK(store->store().remove(std::vector<std::int64_t>{2}) == Removed{1, 2, {3}});
    CHECK_FALSE(store->get("b"));
    CHECK(store.is_sound());
}

TEST_CASE("who stands around a repository sees the absences that are noted") {
    class Watching final : public ForwardingRepository {
    public:
        using ForwardingRepository::ForwardingRepository;
        mutable std::vector<std::string> calls{};

    protected:
        void forward(std::string_view name, const std::function<void()>& call) const override {
            calls.emplace_back(name);
            call();
        }
    };
    const FreshStore store;
    Watching watching(*store.repository);
    watching.refresh(running, at(1000));
    CHECK(watching.note_absence("b", not_found_words, absent_at(2000)).logged);
    CHECK(watching.calls == std::vector<std::string>{"refresh", "note_absence"});
}
