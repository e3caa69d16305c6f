#include "catch.hpp"
#include "contract/backends.hpp"
#include "model/digest.hpp"
#include "repository/chain.hpp"

#include <batchstore/batchstore.hpp>

#include <atomic>
#include <sstream>
#include <string>
#include <vector>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// Evidence, and what was written of it.
struct Proven {
    std::string answers;
    std::string chain;
    Evidence evidence;
};

Proven proven(const BatchReader& store, const Query& query) {
    Proven proven;
    const auto into = [](std::string& text) {
        return [&text](std::string_view piece) {
            text += piece;
            return true;
        };
    };
    proven.evidence =
        write_evidence(store, {.query = query, .answers = into(proven.answers), .chain = into(proven.chain)});
    return proven;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// The head to which a proof leads, computed from what was written alone but for the answers' digests.
Head computed(const Proven& proof, const BatchReader& store) {
    const auto lines = lines_of(proof.chain);
    Head head = parse_head(lines.at(0));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        ++head.seq;
        const auto entry = store.store().entry(head.seq).value();
        const Digest digest =
            lines[i] == "answer" ? entry_digest(entry, sha256(entry.body)) : parse_digest(lines[i]);
        head.digest = chain_digest(head.digest, digest);
    }
    return head;
}

/// Entries 1 and 4 are about `a`, 2 and 3 about `b` and `c`.
struct ThreeBatches : FreshStore {
    explicit ThreeBatches(Backend backend) : FreshStore(backend) {
        see("a", "validating", 10);
        see("b", "validating", 20);
        see("c", "completed", 30);
        see("a", "in_progress", 40);
    }
    void see(const std::string& id, const std::string& status, std::int64_t time_us) {
        repository->refresh(Batch{.id = id, .status = status}, at(time_us));
    }
};

}  // namespace

TEST_CASE("evidence has the answers of the batches in the order of the log", "[contract]") {
    const ThreeBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const Proven proof = proven(*store.repository, {.id = {"a", "b"}});
    std::string expected;
    for (const std::int64_t seq : {1, 2, 4}) {
        expected += to_json_text(store->store().entry(seq).value()) + "\n";
    }
    CHECK(proof.answers == expected);
    CHECK(proof.evidence.batches == 2);
    CHECK(proof.evidence.observations == 3);
    CHECK(proof.evidence.head == store->head());
}

TEST_CASE("evidence leads from before its first answer to the head", "[contract]") {
    const ThreeBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const std::string id = GENERATE("a", "b", "c");
    const Proven proof = proven(*store.repository, {.id = {id}});
    CHECK(lines_of(proof.chain).front() == to_string(proof.evidence.before));
    CHECK(proof.evidence.before.seq == (id == "a" ? 0 : id == "b" ? 1 : 2));
    CHECK(computed(proof, *store.repository) == store->head());
}

TEST_CASE("evidence leads through entries that were pruned, and acts", "[contract]") {
    ThreeBatches store(GENERATE(BATCHSTORE_BACKENDS));
    prune(*store.repository, {.ended_before = 1});
    const Proven proof = proven(*store.repository, {});
    CHECK(proof.evidence.observations == 3);
    CHECK(computed(proof, *store.repository) == store->head());
    CHECK(lines_of(proof.chain).size() == 6);
}

TEST_CASE("evidence as of a head ends there", "[contract]") {
    ThreeBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const Head head = store->head();
    const Query then{.as_of_head = PastHead{.seq = head.seq}};
    const Proven before = proven(*store.repository, then);
    store.see("a", "completed", 50);
    const Proven after = proven(*store.repository, then);
    CHECK(after.evidence.head == head);
    CHECK(after.answers == before.answers);
    CHECK(after.chain == before.chain);
}

TEST_CASE("evidence as of a time has what was observed by then, and leads to the head", "[contract]") {
    const ThreeBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const Proven proof = proven(*store.repository, {.as_of_us = 20});
    CHECK(proof.evidence.observations == 2);
    CHECK(computed(proof, *store.repository) == store->head());
}

TEST_CASE("evidence about nothing is empty", "[contract]") {
    const ThreeBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const Proven proof = proven(*store.repository, {.id = {"d"}});
    CHECK(proof.evidence.batches == 0);
    CHECK(proof.answers.empty());
    CHECK(proof.chain.empty());
}

TEST_CASE("evidence that was stopped says so", "[contract]") {
    const ThreeBatches store(GENERATE(BATCHSTORE_BACKENDS));
    const std::atomic<bool> stop(true);
    CHECK(write_evidence(*store.repository, {.stop = &stop}).stopped);
}
