#include "catch.hpp"
#include "contract/backends.hpp"
#include "text_input.hpp"

using namespace batchstore;
using namespace batchstore::testing;

namespace {

using Seqs = std::vector<std::int64_t>;

std::string answer_of(const std::string& id, const std::string& status) {
    return R"({"id":")" + id + R"(","object":"batch","endpoint":"/v1/responses","input_file_id":"file-1",)" +
           R"("completion_window":"24h","created_at":100,"status":")" + status +
           R"(","errors":{"data":[{"code":"c"}]},"metadata":{"k":"v"},"usage":{"total_tokens":3},)"
           R"("request_counts":{"total":1}})";
}

/// Two answers about `a`, then one about `b`, and one more about `a`.
struct Filled : FreshStore {
    explicit Filled(Backend backend) : FreshStore(backend) {
        BatchRepository& store = *repository;
        store.refresh(answer_of("a", "validating"), at(1));
        store.refresh(answer_of("a", "in_progress"), at(2));
        store.refresh(answer_of("b", "failed"), at(3));
        store.refresh(answer_of("a", "completed"), at(4));
    }
};

std::int64_t remove(BatchRepository& store, const Seqs& seqs) {
    return store.store().remove(seqs).batches;
}

}  // namespace

TEST_CASE("a batch that is removed leaves only what the chain needs", "") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    const Head head = store->head();
    REQUIRE(store->store().remove(Seqs{4}) == Removed{.batches = 1, .observations = 3, .acts = {5}});

    CHECK_FALSE(store->get("a"));
    CHECK(store->history("a").empty());
    CHECK(store->get("b"));
    const Verification found = store->store().verify({.since = head});
    CHECK(found.problems == std::vector<std::string>{});
    CHECK(found.observations == 4);
    CHECK(found.pruned == 3);
    CHECK(found.batches == 1);
    CHECK(store->store().info().pruned_observations == 3);
    for (const auto& [table, rows] : store->store().info().rows) {
        CHECK(rows == (table == "observations" ? 5 : 1));
    }
}

TEST_CASE("an entry of the log is found by its number, pruned or not", "") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    store->store().remove(Seqs{4});
    for (const Observation& entry : whole_log(*store.repository)) {
        CHECK(store->store().entry(entry.seq) == entry);
    }
    CHECK(store->store().entry(2)->pruned());
    CHECK(store->store().entry(3)->body == answer_of("b", "failed"));
    CHECK_FALSE(store->store().entry(0));
    CHECK(store->store().entry(5)->is_act());
    CHECK_FALSE(store->store().entry(6));
}

TEST_CASE("a batch that got another answer since is not removed", "") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(remove(*store.repository, {1, 2}) == 0);
    CHECK(store->history("a").size() == 3);
}

TEST_CASE("what is removed is removed once", "") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    CHECK(remove(*store.repository, {4, 3, 3}) == 2);
    CHECK(remove(*store.repository, {4, 3, 99}) == 0);
    CHECK(store->count() == 0);
}

TEST_CASE("an answer about a removed batch makes it a new one", "") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    remove(*store.repository, {4});
    const RefreshResult result = store->refresh(answer_of("a", "completed"), at(5));
    CHECK(result.verdict == Verdict::inserted);
    CHECK(result.revision == 1);
    CHECK(store->store().verify().problems == std::vector<std::string>{});
}

TEST_CASE("removing in a transaction that fails removes nothing", "") {
    const Filled store(GENERATE(BATCHSTORE_BACKENDS));
    struct Failed {};
    CHECK_THROWS_AS(store->transaction([](BatchRepository& inside) {
        remove(inside, {4});
        throw Failed{};
    }),
                    Failed);
    CHECK(store->history("a").size() == 3);
}

TEST_CASE("a log with pruned entries is dumped and restored with its head", "") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Filled store(backend);
    remove(*store.repository, {4});
    const std::string log = log_of(*store.repository);

    const FreshStore copy(backend);
    const ImportSummary summary = import_records(*copy.repository, input_of(log));
    CHECK(summary.inserted == 1);
    CHECK(summary.unchanged == 4);
    CHECK(summary.rejected == 0);
    CHECK(copy->head() == store->head());
    CHECK(copy->get("b") == store->get("b"));
    CHECK(log_of(*copy.repository) == log);
}

TEST_CASE("a pruned entry that does not continue the log is passed over", "") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const Filled store(backend);
    remove(*store.repository, {4});
    const std::string log = log_of(*store.repository);
    const FreshStore other(backend);
    other->refresh(answer_of("c", "failed"), at(1));
    const ImportSummary summary = import_records(*other.repository, input_of(log));
    CHECK(summary.inserted == 1);
    CHECK(summary.rejected == 0);
    CHECK(other->store().info().rows.back() == std::pair<std::string, std::int64_t>("observations", 2));
}

TEST_CASE("removing while a bulk load runs leaves the load right", "") {
    const FreshStore store(GENERATE(BATCHSTORE_BACKENDS));
    store->store().bulk([&] {
        store->transaction([](BatchRepository& inside) {
            for (int i = 0; i < 2'500; ++i) {  // so many that the load leaves indexes out
                inside.refresh(answer_of("batch_" + std::to_string(i), "failed"), at(1));
            }
        });
        CHECK(remove(*store.repository, {1, 2'500}) == 2);
        CHECK(store->refresh(answer_of("batch_0", "failed"), at(2)).verdict == Verdict::inserted);
    });
    CHECK(store->count() == 2'499);
    CHECK(store->store().verify().problems == std::vector<std::string>{});
}

TEST_CASE("compacting changes nothing that is stored", "") {
    const Filled store(GENERATE(Backend::memory, Backend::file));
    for (int i = 0; i < 2'000; ++i) {
        store->refresh(answer_of("batch_" + std::to_string(i), "failed"), at(1));
    }
    Seqs seqs;
    for (std::int64_t seq = 5; seq < 2'005; ++seq) seqs.push_back(seq);
    REQUIRE(remove(*store.repository, seqs) == 2'000);
    const std::int64_t size = store->store().info().size_bytes;
    const std::string log = log_of(*store.repository);
    CHECK(store->store().compact());
    CHECK(store->store().info().size_bytes < size / 2);
    CHECK(store->store().info().free_bytes == 0);
    CHECK(log_of(*store.repository) == log);
    CHECK(store->store().verify().problems == std::vector<std::string>{});
}
