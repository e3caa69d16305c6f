#include "catch.hpp"
#include "contract/backends.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "sqlite/refusal.hpp"
#include "text_input.hpp"

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;

namespace {

using Problems = std::vector<std::string>;
using Seqs = std::vector<std::int64_t>;

const Problems none;

/// Two answers about `a`, the first and the third, two about `b` and one about `c`.
struct Filled : FreshStore {
    explicit Filled(Backend backend) : FreshStore(backend) {
        see("a", "validating");
        see("b", "validating");
        see("a", "failed");
        see("b", "failed");
        see("c", "failed");
    }
    void see(const std::string& id, const std::string& status) {
        repository->refresh(Batch{.id = id, .status = status}, at(1'000 * ++times_));
    }
    Removed remove(const Seqs& seqs, const RemovalOptions& options = {}) const {
        return repository->store().remove(seqs, options);
    }
    Observation entry(std::int64_t seq) const { return repository->store().entry(seq).value(); }
    Problems problems() const { return repository->store().verify().problems; }

private:
    std::int64_t times_ = 0;
};

/// Gives an act the digest that continues a log.
Observation continuing(const Head& head, Observation act) {
    act.seq = head.seq + 1;
    act.digest = chain_digest(head.digest, entry_digest(act, sha256(act.body)));
    return act;
}

}  // namespace

TEST_CASE("an act at the end of the log says what was removed, by whom and why", "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    const Head before = store->head();
    const Removed removed = store.remove(
        {3, 5}, {.source = "auditor", .reason = "kept \"long\" enough", .archive_sha256 = sha256("")});
    CHECK(removed == Removed{.batches = 2, .observations = 3, .acts = {6}});
    const Observation act = store.entry(6);
    CHECK(act.is_act());
    CHECK(act.id == "");
    CHECK(act.source == "auditor");
    CHECK(act.observed_at_us == act.recorded_at_us);
    CHECK(act.body ==
          R"({"act":"prune","entries":[[1,1],[3,3],[5,5]],"batches":2,"observations":3,)"
          R"("archive_sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",)"
          R"("reason":"kept \"long\" enough"})");
    CHECK(store->head() == Head{6, act.digest});
    CHECK(act == continuing(before, act));
}

TEST_CASE("an act names entries that follow each other at once, and what was not told as null",
          "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    store.remove({4, 3});
    CHECK(store.entry(6).body == R"({"act":"prune","entries":[[1,4]],"batches":2,"observations":4,)"
                                 R"("archive_sha256":null,"reason":null})");
}

TEST_CASE("a log with acts verifies, through every head that it had", "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    const Head before = store->head();
    store.remove({3});
    const Head between = store->head();
    store.remove({4, 5});
    const Verification found = store->store().verify({.since = before});
    CHECK(found.problems == none);
    CHECK(found.observations == 5);
    CHECK(found.pruned == 5);
    CHECK(found.acts == 2);
    CHECK(store->store().verify({.since = between}).ok());
    CHECK(store->store().info().pruned_observations == 5);
    CHECK(store->store().info().acts == 2);
}

TEST_CASE("what is recorded behind an act is recorded later", "[contract]") {
    Filled store(GENERATE(BATCHSTORE_BACKENDS));
    store.remove({3});
    store->refresh(Batch{.id = "d", .status = "failed"});
    CHECK(store->history("d").front().observation.observed_at_us > store.entry(6).recorded_at_us);
    CHECK(store.problems() == none);
}

TEST_CASE("an act is of no batch, and its source has seen none", "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    store.remove({3}, {.source = "auditor"});
    store.remove({5}, {.source = "test"});
    CHECK(store->count() == 1);
    CHECK(store->store().sources() == std::vector<std::string>{"test"});
    for (const char* where : {"source = auditor", "not source = test"}) {
        CHECK(store->count({.where = parse_condition(where, 0)}) == 0);
    }
    for (const char* where : {"source = test", "not source = auditor", "has(source)"}) {
        CAPTURE(where);
        CHECK(store->count({.where = parse_condition(where, 0)}) == 1);
        CHECK(store->find({.where = parse_condition(where, 0)}).batches.size() == 1);
    }
}

TEST_CASE("removing nothing leaves no act", "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    const Head head = store->head();
    CHECK(store.remove({}) == Removed{});
    CHECK(store.remove({1, 99}) == Removed{});
    CHECK(store->head() == head);
}

TEST_CASE("an act whose transaction fails is taken back with it", "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    const Head head = store->head();
    struct Failed {};
    const auto fail = [](BatchRepository& part) {
        part.store().remove(Seqs{3});
        throw Failed();
    };
    CHECK_THROWS_AS(store->transaction(fail), Failed);
    CHECK(store->head() == head);
    CHECK(store.problems() == none);
}

TEST_CASE("a source or a reason that does not fit is refused, and nothing is removed", "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    const auto refused = [&](const RemovalOptions& options) {
        return refusal([&] { store.remove({3}, options); });
    };
    CHECK_THAT(refused({.source = std::string(257, 'x')}), StartsWith("invalid: the source has 257 bytes"));
    CHECK_THAT(refused({.reason = std::string(1'025, 'x')}),
               StartsWith("invalid: the reason has 1025 bytes"));
    CHECK_THAT(refused({.source = "\xff"}), StartsWith("invalid: the source is not UTF-8"));
    CHECK_THAT(refused({.reason = "\xff"}), StartsWith("invalid: the reason is not UTF-8"));
    CHECK(store->count() == 3);
    CHECK(store.remove({3}, {.source = std::string(256, 'x'), .reason = std::string(1'024, 'x')}).batches ==
          1);
}

TEST_CASE("a dumped log carries its acts, and is restored with them", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    Filled store(backend);
    store.remove({3}, {.source = "auditor", .reason = "old"});
    store.see("a", "failed");
    const std::string log = log_of(*store.repository);
    const FreshStore copy(backend);
    const ImportSummary summary = import_records(*copy.repository, input_of(log));
    CHECK(summary.rejected == 0);
    CHECK(summary.records() == 7);
    CHECK(copy->head() == store->head());
    CHECK(log_of(*copy.repository) == log);
    CHECK(states_of(*copy.repository) == states_of(*store.repository));
    CHECK(copy->store().verify().problems == none);
    import_records(*copy.repository, input_of(log));
    CHECK(copy->head() == store->head());
}

TEST_CASE("a merge of stores does not take the other's acts over", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Filled store(backend);
    store.remove({3});
    const FreshStore other(backend);
    other->refresh(Batch{.id = "z", .status = "failed"}, at(1));
    CHECK(import_records(*other.repository, input_of(log_of(*store.repository))).inserted == 2);
    for (const Observation& entry : whole_log(*other.repository)) CHECK_FALSE(entry.is_act());
    CHECK(other->store().verify().problems == none);
}

TEST_CASE("two stores that import each other's logs have equal states, whatever one has pruned",
          "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    Filled one(backend);
    const FreshStore two(backend);
    import_records(*two.repository, input_of(log_of(*one.repository)));
    two->refresh(Batch{.id = "b", .model = "m", .status = "failed"}, at(9'000));
    CHECK(one.remove({4, 5}).batches == 2);
    const std::string log_of_one = log_of(*one.repository);
    import_records(*one.repository, input_of(log_of(*two.repository)));
    import_records(*two.repository, input_of(log_of_one));
    CHECK(states_of(*one.repository) == states_of(*two.repository));
    CHECK(one->store().info().acts == 1);
    CHECK(two->store().info().acts == 0);
    CHECK(one.problems() == none);
    CHECK(two->store().verify().problems == none);
}

TEST_CASE("an act is not taken over where what it names is not empty", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    Filled store(backend);
    const FreshStore copy(backend);
    import_records(*copy.repository, input_of(log_of(*store.repository)));
    REQUIRE(copy->head() == store->head());
    store.remove({3});
    store.see("a", "failed");
    import_records(*copy.repository, input_of(log_of(*store.repository)));
    CHECK(copy->store().info().acts == 0);
    CHECK(copy->history("a").size() == 2);
    CHECK(copy->store().verify().problems == none);
}

TEST_CASE("an entry that is empty, and that no act names, does not verify", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Filled store(backend);
    store.remove({3});
    const FreshStore cut(backend);
    for (const Observation& entry : whole_log(*store.repository)) {
        if (entry.pruned()) {
            cut->store().restore_pruned(entry);
        } else if (!entry.is_act()) {
            cut->store().restore(entry, Answer::read(entry.body));
        }
    }
    const Verification found = cut->store().verify();
    CHECK(found.problems == Problems{"entry 1: was emptied, and no act behind it says so",
                                     "entry 3: was emptied, and no act behind it says so"});
    CHECK_FALSE(found.log_is_sound);
    CHECK(cut->store().restore_act(store.entry(6)));
    CHECK(cut->store().verify().problems == none);
}

TEST_CASE("what came empty is named by an act where the log goes on in another way", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Filled store(backend);
    store.remove({3});
    const std::vector<Observation> log = whole_log(*store.repository);
    const FreshStore forked(backend);
    for (const Observation& entry : {log[0], log[2], log[0]}) forked->store().restore_pruned(entry);
    forked->refresh(Batch{.id = "z", .status = "failed"}, at(1));
    forked->refresh(Batch{.id = "y", .status = "failed"}, at(1));
    const std::vector<Observation> found = whole_log(*forked.repository);
    REQUIRE(found.size() == 4);
    CHECK(found[1].body == R"({"act":"restore","entries":[[1,1]],"batches":0,"observations":1,)"
                           R"("archive_sha256":null,"reason":null})");
    CHECK(found[3].id == "y");
    CHECK(forked->store().verify().problems == none);
    const FreshStore copy(backend);
    CHECK(import_records(*copy.repository, input_of(log_of(*forked.repository))).rejected == 0);
    CHECK(copy->head() == forked->head());
}

TEST_CASE("what came empty in a transaction that failed is named by no act", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Filled store(backend);
    store.remove({3});
    const Observation pruned = store.entry(1);
    const FreshStore other(backend);
    struct Failed {};
    const auto fail = [&](BatchRepository& part) {
        CHECK(part.store().restore_pruned(pruned));
        throw Failed();
    };
    CHECK_THROWS_AS(other->transaction(fail), Failed);
    other->refresh(Batch{.id = "z", .status = "failed"}, at(1));
    CHECK(other->store().info().acts == 0);
    CHECK(other->store().verify().problems == none);
}

TEST_CASE("what is no act, or says nothing that can be, is not restored as one", "[contract]") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    store.remove({3});
    Observation act = store.entry(6);
    const auto refused = [&](const std::string& body) {
        act.body = body;
        const Observation next = continuing(store->head(), act);
        return refusal([&] { store->store().restore_act(next); });
    };
    const std::string begin = R"({"act":"prune","entries":)";
    const std::string end = R"(,"batches":1,"observations":2,"archive_sha256":null,"reason":null})";
    CHECK_THAT(refused("{}"), StartsWith("invalid: entry 7: is an act, but of no kind"));
    CHECK_THAT(refused(R"({"act":"forget","entries":[[1,2]],"observations":2})"), StartsWith("invalid: "));
    CHECK_THAT(refused("prune"), StartsWith("invalid: "));
    for (const char* entries : {"[]", "[[1,3]]", "[[3,3],[1,1]]", "[[2,1]]", "[[0,1]]", "[[1]]", "[[1,2,3]]",
                                "[[6,7]]", "[[1,\"2\"]]", "[1,2]", "2"}) {
        CAPTURE(entries);
        CHECK_THAT(refused(begin + entries + end), StartsWith("invalid: "));
    }
    CHECK(refused(begin + "[[1,1],[3,3]]" + end) == "accepted");
    const Observation answer = store.entry(2);
    CHECK_THAT(refusal([&] { store->store().restore_act(answer); }),
               StartsWith("invalid: entry 2: is no act"));
    CHECK(store.problems() == none);
}

TEST_CASE("an answer whose entry says pruned is recorded as any other", "[contract]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Filled store(backend);
    Observation entry = store.entry(1);
    entry.verdict = Verdict::pruned;
    const FreshStore other(backend);
    const RefreshResult result = other->store().restore(continuing(Head{}, entry), Answer::read(entry.body));
    CHECK(result.verdict == Verdict::inserted);
    CHECK(other->store().verify().problems == none);
    const std::string line = to_json_text(continuing(other->head(), entry)) + "\n";
    CHECK(import_records(*other.repository, input_of(line)).rejected == 1);
}
