#include "report/grouping.hpp"

#include <batchstore/error.hpp>
#include <batchstore/statistics.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

/// The same query, of batches that one source saw.
Query seen_by(const std::string& source, Query query) {
    Condition both;
    both.parts.push_back({.kind = Condition::Kind::test, .field = "source", .values = {source}});
    if (query.where) both.parts.push_back(*std::move(query.where));
    query.where = std::move(both);
    return query;
}

void count(const BatchRepository& moment, Query query, Statistics& statistics) {
    const bool by_source = std::any_of(statistics.by.begin(), statistics.by.end(), [](const GroupKey& key) {
        return key.field == GroupKey::Field::source;
    });
    query.only = with_fields_of(statistics.by, figure_fields());
    FigureCounter all;
    Grouping groups(statistics.by);
    moment.each_batch(
        [&](const StoredBatch& batch) {
            all.add(batch);
            if (!by_source && !statistics.by.empty()) groups.add(batch);
            return true;
        },
        query);
    if (by_source) {
        for (const std::string& source : moment.sources()) {
            moment.each_batch(
                [&](const StoredBatch& batch) {
                    groups.add(batch, source);
                    return true;
                },
                seen_by(source, query));
        }
    }
    statistics.all = all.figures();
    statistics.groups = groups.groups();
}

}  // namespace

void require_sound(const std::vector<GroupKey>& by) {
    constexpr std::size_t most_keys = 2;
    if (by.size() > most_keys) {
        throw Error(ErrorKind::invalid, fmt::format("{} keys to group by; at most 2", by.size()));
    }
    if (by.size() == most_keys && by[0] == by[1]) {
        throw Error(ErrorKind::invalid, fmt::format("twice the key {} to group by", to_string(by[0])));
    }
}

Statistics statistics(const BatchRepository& repository, const std::vector<GroupKey>& by,
                      const Query& query) {
    require_sound(by);
    Statistics statistics{.by = by};
    repository.snapshot([&](const BatchRepository& moment) { count(moment, query, statistics); });
    return statistics;
}

}  // namespace batchstore
