#include "catch.hpp"
#include "contract/backends.hpp"
#include "contract/random_queries.hpp"
#include "repository/conditions/fields.hpp"
#include "repository/conditions/of_query.hpp"
#include "test_seed.hpp"

#include <algorithm>

using namespace batchstore;
using namespace batchstore::testing;

namespace {

/// What a query must give, found the plain way: every batch looked at, and those that match sorted.
class BruteForce {
public:
    explicit BruteForce(const BatchReader& repository) {
        repository.store().each_batch([&](const StoredBatch& batch) {
            batches_.push_back(batch);
            for (const HistoryEntry& entry : repository.history(batch.id)) {
                sources_[batch.id].push_back(entry.observation.source);
            }
            return true;
        });
    }

    std::vector<std::string> ids(const Query& query) const {
        const Condition condition = condition_of(query);
        std::vector<StoredBatch> found;
        for (const StoredBatch& batch : batches_) {
            if (matches(condition, batch, sources_.at(batch.id))) found.push_back(batch);
        }
        std::stable_sort(found.begin(), found.end(), [&](const StoredBatch& a, const StoredBatch& b) {
            return sort_key(a, query.sort) < sort_key(b, query.sort);
        });
        if (query.descending) std::reverse(found.begin(), found.end());
        std::vector<std::string> ids;
        for (const StoredBatch& batch : found) ids.push_back(batch.id);
        return ids;
    }

private:
    static std::pair<std::optional<std::int64_t>, std::string> sort_key(const StoredBatch& batch, Sort sort) {
        if (sort == Sort::created) return {batch.created_at, ""};
        if (sort == Sort::ended) return {ended_at(batch), ""};
        if (sort == Sort::expires) return {batch.expires_at, ""};
        if (sort == Sort::last_seen) return {batch.last_seen_at_us, ""};
        if (sort == Sort::changed) return {batch.changed_at_us, ""};
        return {std::nullopt, batch.id};
    }

    std::vector<StoredBatch> batches_;
    std::map<std::string, std::vector<std::string>> sources_;
};

std::vector<std::string> pages_of(const BatchReader& repository, Query query) {
    std::vector<std::string> ids;
    do {
        const Page page = repository.find(query);
        for (const StoredBatch& batch : page.batches) {
            CHECK(batch == *repository.get(batch.id));
            ids.push_back(batch.id);
        }
        query.after = page.next;
    } while (!query.after.empty());
    return ids;
}

std::vector<std::string> visited(const BatchReader& repository, const Query& query) {
    std::vector<std::string> ids;
    repository.store().each_batch(
        [&](const StoredBatch& batch) {
            CHECK(batch == *repository.get(batch.id));
            ids.push_back(batch.id);
            return true;
        },
        query);
    return ids;
}

}  // namespace

TEST_CASE("find, count and each_batch give what looking at every batch gives", "[contract][property]") {
    const Backend backend = GENERATE(BATCHSTORE_BACKENDS);
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 5; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        FreshStore store(backend);
        make.fill(*store.repository, 60);
        const BruteForce expected(*store.repository);
        for (int asked = 0; asked < 25; ++asked) {
            const Query query = make.query();
            CAPTURE(to_text(condition_of(query)), to_string(query.sort), query.descending, query.limit);
            const std::vector<std::string> ids = expected.ids(query);
            CHECK(pages_of(*store.repository, query) == ids);
            CHECK(store->count(query) == static_cast<std::int64_t>(ids.size()));
            std::vector<std::string> in_order_of_keys = visited(*store.repository, query);
            CHECK(std::is_permutation(ids.begin(), ids.end(), in_order_of_keys.begin(),
                                      in_order_of_keys.end()));
        }
    }
}

TEST_CASE("a condition and its text hold for the same batches", "[property]") {
    const unsigned first_seed = test_seed();
    for (unsigned round = 0; round < 8; ++round) {
        CAPTURE(first_seed, round);
        RandomQueries make(first_seed + round);
        const FreshStore store;
        make.fill(*store.repository, 30);
        for (int asked = 0; asked < 25; ++asked) {
            const Condition condition = make.condition(3);
            const std::string text = to_text(condition);
            CAPTURE(text);
            const Condition again = parse_condition(text, 0);
            CHECK(to_text(again) == text);
            CHECK(visited(*store.repository, {.where = again}) ==
                  visited(*store.repository, {.where = condition}));
        }
    }
}
