#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_observations.hpp"
#include "test_seed.hpp"
#include "text_input.hpp"

#include <map>
#include <set>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

using Ids = std::set<std::string>;

/// Where an archive may go.
struct ArchivePath {
    TemporaryFolder folder;
    std::string path = (folder.path() / "archive.jsonl.gz").string();
};

Ids ids_in(const BatchReader& store, const Query& query = {}) {
    Ids ids;
    store.store().each_batch([&](const StoredBatch& batch) { return ids.insert(batch.id).second; }, query);
    return ids;
}

/// Batches of every kind: when they ended, if they did, and when they were last seen, in seconds.
struct Various : FreshStore {
    explicit Various(Backend backend) : FreshStore(backend) {
        see("ended_5", "completed", 5, 20);
        see("ended_9", "failed", 9, 20);
        see("ended_10", "failed", 10, 20);
        see("ended_some_time_seen_9", "completed", std::nullopt, 9);
        see("ended_some_time_seen_10", "completed", std::nullopt, 10);
        see("running", "in_progress", std::nullopt, 1);
        see("cancelling", "cancelling", std::nullopt, 1);
        see("without_status", std::nullopt, std::nullopt, 1);
    }
    void see(const std::string& id, const std::optional<std::string>& status,
             std::optional<std::int64_t> ended, std::int64_t seen) {
        Batch batch{.id = id, .status = status};
        (status == "failed" ? batch.failed_at : batch.completed_at) = ended;
        repository->refresh(batch, at(seen * 1'000'000));
    }
    Pruned pruned(const PruneOptions& options) { return prune(*repository, options); }
};

/// Whether a batch is one of those that `prune` is for.
bool has_ended_before(const StoredBatch& batch, std::int64_t seconds) {
    if (phase_of(batch.status) != Phase::ended) return false;
    const auto ended = ended_at(batch);
    return ended ? *ended < seconds : batch.last_seen_at_us < seconds * 1'000'000;
}

}  // namespace

TEST_CASE("what ended before a time is pruned, and nothing else", "[contract]") {
    Various store(GENERATE(BATCHSTORE_BACKENDS));
    const Head head = store->head();
    const Pruned receipt = store.pruned({.ended_before = 10});
    CHECK(ids_in(*store.repository) ==
          Ids{"ended_10", "ended_some_time_seen_10", "running", "cancelling", "without_status"});
    CHECK(receipt.batches == 3);
    CHECK(receipt.observations == 3);
    CHECK(receipt.spared == 0);
    CHECK(receipt.first_ended_at == 5);
    CHECK(receipt.last_ended_at == 9);
    CHECK_FALSE(receipt.archive);
    CHECK(receipt.head_before == head);
    CHECK(receipt.acts == std::vector<std::int64_t>{head.seq + 1});
    CHECK(receipt.head == store->head());
    CHECK(receipt.verified);
}

TEST_CASE("each transaction of pruning leaves an act that says who, why and which archive", "[contract]") {
    Various store(GENERATE(BATCHSTORE_BACKENDS));
    const ArchivePath archive;
    const Pruned receipt = store.pruned({.ended_before = 10,
                                         .archive = archive.path,
                                         .source = "auditor",
                                         .reason = "old",
                                         .batches_a_transaction = 2});
    REQUIRE(receipt.acts == std::vector<std::int64_t>{9, 10});
    const std::string end =
        R"("archive_sha256":")" + to_hex(receipt.archive->sha256) + R"(","reason":"old"})";
    for (const auto& [seq, begin] :
         std::map<std::int64_t, std::string>{{9, R"({"act":"prune","entries":[[1,2]],"batches":2,)"},
                                             {10, R"({"act":"prune","entries":[[4,4]],"batches":1,)"}}) {
        const Observation act = store->store().entry(seq).value();
        CHECK(act.source == "auditor");
        CHECK_THAT(act.body, StartsWith(begin) && EndsWith(end));
    }
}

TEST_CASE("pruning for a reason that is too long is refused before an archive is written", "[contract]") {
    Various store(GENERATE(BATCHSTORE_BACKENDS));
    const ArchivePath archive;
    const PruneOptions options{
        .ended_before = 10, .archive = archive.path, .reason = std::string(1'025, 'x')};
    CHECK_THROWS_AS(store.pruned(options), Error);
    CHECK_FALSE(std::filesystem::exists(archive.path));
}

TEST_CASE("of what ended, prune takes what its query asks for", "[contract]") {
    Various store(GENERATE(BATCHSTORE_BACKENDS));
    const Query query{.status = {"completed"}, .where = parse_condition("id != ended_5", 0)};
    CHECK(store.pruned({.ended_before = 100, .query = query}).batches == 2);
    CHECK(ids_in(*store.repository).count("ended_5") == 1);
    CHECK(ids_in(*store.repository).count("ended_9") == 1);
}

TEST_CASE("a dry run tells what would be pruned and changes nothing", "[contract]") {
    Various store(GENERATE(BATCHSTORE_BACKENDS));
    const ArchivePath archive;
    const std::string log = log_of(*store.repository);
    const Pruned receipt = store.pruned({.ended_before = 10, .archive = archive.path, .dry_run = true});
    CHECK(receipt.batches == 3);
    CHECK(receipt.observations == 3);
    CHECK(receipt.last_ended_at == 9);
    CHECK(log_of(*store.repository) == log);
    CHECK_FALSE(std::filesystem::exists(archive.path));
}

TEST_CASE("pruning nothing leaves no archive", "[contract]") {
    Various store(GENERATE(BATCHSTORE_BACKENDS));
    const ArchivePath archive;
    const Pruned receipt = store.pruned({.ended_before = 1, .archive = archive.path});
    CHECK(receipt.batches == 0);
    CHECK_FALSE(receipt.archive);
    CHECK_FALSE(std::filesystem::exists(archive.path));
}

TEST_CASE("a past time is no way to prune", "[contract]") {
    Various store(GENERATE(BATCHSTORE_BACKENDS));
    const PruneOptions options{.ended_before = 10, .query = {.as_of_us = 1}};
    CHECK_THROWS_AS(store.pruned(options), Error);
    CHECK(store->count() == 8);
}

TEST_CASE("a batch of which something new was said since it was chosen stays", "[contract]") {
    FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    for (int i = 0; i < 11; ++i) {
        store->refresh(Batch{.id = "b" + std::to_string(i), .status = "failed", .failed_at = 5}, at(i));
    }
    const ArchivePath archive;
    bool told = false;
    const auto tell_more = [&](const Progress& progress) {
        if (progress.step == "remove" && !std::exchange(told, true)) {
            store->refresh(Batch{.id = "b10", .model = "m", .status = "failed", .failed_at = 5}, at(9'000));
        }
    };
    const Pruned receipt = prune(
        *store.repository,
        {.ended_before = 10, .archive = archive.path, .batches_a_transaction = 10, .on_progress = tell_more});
    CHECK(receipt.batches == 10);
    CHECK(receipt.spared == 1);
    CHECK(receipt.head.seq == receipt.head_before.seq + 2);
    CHECK(receipt.verified);
    CHECK(store->history("b10").size() == 2);
}

TEST_CASE("an archive brings back whatever was pruned", "[contract][property]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 6; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        const FreshStore store(backend);
        tell(*store.repository, observations_of(make, 80, true));
        note_some(make, *store.repository, 20);
        const std::int64_t absent = store->count({.absent = true});
        const ArchivePath archive;
        PruneOptions options{.ended_before = make.number(1, 12), .archive = archive.path};
        if (make.one_in(2)) options.query = make.query();
        const std::string states = states_of(*store.repository);
        Ids expected = ids_in(*store.repository);
        std::int64_t to_go = 0;
        store->store().each_batch(
            [&](const StoredBatch& batch) {
                if (has_ended_before(batch, options.ended_before))
                    to_go += static_cast<int>(expected.erase(batch.id));
                return true;
            },
            options.query);

        const Pruned receipt = prune(*store.repository, options);
        CHECK(receipt.batches == to_go);
        CHECK(ids_in(*store.repository) == expected);
        CHECK(store->store().verify().pruned == receipt.observations);
        if (to_go == 0) continue;
        std::vector<std::unique_ptr<Input>> inputs;
        inputs.push_back(open_input(archive.path));
        CHECK(import_records(*store.repository, inputs).inserted == to_go);
        CHECK(states_of(*store.repository) == states);
        CHECK(store->count({.absent = true}) == absent);
        CHECK(store->store().verify({.since = receipt.head}).problems == std::vector<std::string>{});
    }
}

namespace {

/// Two batches that ended, one long before the other, each polled while it ran.
struct PolledBatches : FreshStore {
    explicit PolledBatches(Backend backend) : FreshStore(backend) {
        for (const auto& [id, ended] : std::map<std::string, std::int64_t>{{"a", 50}, {"b", 500}}) {
            for (int done = 0; done < 9; ++done) {
                repository->refresh(Batch{.id = id, .status = "in_progress", .request_counts = {{9, done}}},
                                    at(std::int64_t{done} * 1'000'000));
            }
            repository->refresh(
                Batch{.id = id, .status = "completed", .completed_at = ended, .request_counts = {{9, 9}}},
                at(ended * 1'000'000));
        }
    }
};

}  // namespace

TEST_CASE("thinning empties only what the batches that ended before a time can do without", "[contract]") {
    const PolledBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string states = states_of(*store.repository);
    const Pruned receipt = prune(*store.repository, {.ended_before = 100, .thin = true});
    CHECK(receipt.batches == 1);
    CHECK(receipt.observations == 8);
    CHECK(receipt.kept_observations == 2);
    CHECK(receipt.acts.size() == 1);
    CHECK(receipt.verified);
    CHECK(store->observations("a").size() == 2);
    CHECK(store->observations("b").size() == 10);
    CHECK(states_of(*store.repository) == states);
}

TEST_CASE("a dry run of thinning tells what would be emptied and changes nothing", "[contract]") {
    const PolledBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string log = log_of(*store.repository);
    const Pruned receipt = prune(*store.repository, {.ended_before = 1'000, .thin = true, .dry_run = true});
    CHECK(receipt.batches == 2);
    CHECK(receipt.observations == 16);
    CHECK(receipt.kept_observations == 4);
    CHECK(log_of(*store.repository) == log);
}

TEST_CASE("the archive of a thinning has what was emptied, and changes no state when it comes back",
          "[contract]") {
    const PolledBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string states = states_of(*store.repository);
    const ArchivePath archive;
    const Pruned receipt =
        prune(*store.repository, {.ended_before = 1'000, .thin = true, .archive = archive.path});
    std::vector<std::unique_ptr<Input>> inputs;
    inputs.push_back(open_input(archive.path));
    const ImportSummary summary = import_records(*store.repository, inputs);
    CHECK(summary.stale == receipt.observations);
    CHECK(summary.records() == receipt.observations);
    CHECK(states_of(*store.repository) == states);
    CHECK(store->store().verify({.since = receipt.head}).problems == std::vector<std::string>{});
}

TEST_CASE("thinning what was thinned leaves neither act nor archive", "[contract]") {
    const PolledBatches store(GENERATE(BATCHSTORE_BACKENDS));
    PruneOptions options{.ended_before = 1'000, .thin = true, .batches_a_transaction = 1};
    CHECK(prune(*store.repository, options).acts.size() == 2);
    const ArchivePath archive;
    options.archive = archive.path;
    const Pruned receipt = prune(*store.repository, options);
    CHECK(receipt.batches == 0);
    CHECK(receipt.head == receipt.head_before);
    CHECK_FALSE(receipt.archive);
    CHECK_FALSE(std::filesystem::exists(archive.path));
}

TEST_CASE("thinning that is stopped has told of all that it did", "[contract]") {
    const PolledBatches store(GENERATE(BATCHSTORE_BACKENDS));
    std::atomic<bool> stop = false;
    const auto stop_soon = [&](const Progress& progress) { stop = progress.step == "thin"; };
    const Pruned receipt = prune(*store.repository, {.ended_before = 1'000,
                                                     .thin = true,
                                                     .batches_a_transaction = 1,
                                                     .on_progress = stop_soon,
                                                     .stop = &stop});
    CHECK(receipt.stopped);
    CHECK(receipt.batches == 1);
    CHECK(receipt.observations == 8);
    CHECK(store->store().verify().pruned == 8);
}
