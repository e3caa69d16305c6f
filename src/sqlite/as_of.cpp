#include "sqlite/as_of.hpp"

#include "sqlite/page_plan.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace batchstore::sqlite {

std::optional<PastBatch> past_batch(std::vector<LogTable::Entry> entries, std::int64_t as_of_us) {
    std::erase_if(entries, [&](const auto& entry) { return entry.observation.observed_at_us > as_of_us; });
    if (entries.empty()) return std::nullopt;
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.observation.seq < b.observation.seq; });
    PastBatch past;
    past.batch.first_seen_at_us = past.batch.last_seen_at_us = entries.front().observation.observed_at_us;
    Folding folding;
    for (LogTable::Entry& entry : entries) {
        const Observation& observation = entry.observation;
        const FoldedState& folded = folding.add({logged_answer(observation).batch(), entry.answer_digest,
                                                 observation.observed_at_us, observation.precedence});
        Batch& state = past.batch;
        if (past.batch.revision == 0 || state != folded.state) ++past.batch.revision;
        state = folded.state;
        past.last = folded.last;
        past.batch.first_seen_at_us = std::min(past.batch.first_seen_at_us, observation.observed_at_us);
        past.batch.last_seen_at_us = std::max(past.batch.last_seen_at_us, observation.observed_at_us);
        ++past.batch.sightings;
        past.sources.push_back(observation.source);
    }
    return past;
}

void scan_past_batches(Connection& connection, std::int64_t as_of_us,
                       const std::function<bool(const PastBatch&)>& visit) {
    Prepared select(connection.database(),
                    select_entries(", o.batch_key") + " WHERE o.batch_key > 0 ORDER BY o.batch_key");
    Run run = select.run();
    std::vector<LogTable::Entry> entries;
    std::int64_t batch_key = 0;
    const auto finish = [&] {
        auto past = past_batch(std::exchange(entries, {}), as_of_us);
        if (!past) return true;
        past->batch_key = batch_key;
        return visit(*past);
    };
    while (run.next()) {
        LogTable::Entry entry;
        read_entry(run, entry.observation);
        run.read(entry.answer_digest);
        const auto key = run.value<std::int64_t>();
        if (key != batch_key && !finish()) return;
        batch_key = key;
        entries.push_back(std::move(entry));
    }
    finish();
}

Page find_past_batches(Connection& connection, const Query& query, const Condition& condition,
                       const std::optional<PagePosition>& after, std::string_view fingerprint) {
    using Place = std::pair<std::optional<FieldValue>, std::int64_t>;
    const auto comes_before = [&](const Place& a, const Place& b) {
        return query.descending ? b < a : a < b;
    };
    std::map<Place, StoredBatch, decltype(comes_before)> first(comes_before);
    const auto limit = static_cast<std::size_t>(query.limit);
    scan_past_batches(connection, query.as_of_us.value(), [&](const PastBatch& past) {
        const Place place(sort_value(past.batch, query.sort), past.batch_key);
        const bool behind = !after || comes_before({after->sort_value, after->batch_key}, place);
        const bool fits = first.size() <= limit || comes_before(place, std::prev(first.end())->first);
        if (behind && fits && matches(condition, past.batch, past.sources)) {
            first.emplace(place, past.batch);
            if (first.size() > limit + 1) first.erase(std::prev(first.end()));
        }
        return true;
    });
    Page page;
    const bool more = first.size() > limit;
    if (more) first.erase(std::prev(first.end()));
    if (more) {
        const Place& last = std::prev(first.end())->first;
        page.next = page_token({last.first, last.second}, fingerprint);
    }
    for (auto& [place, batch] : first) page.batches.push_back(std::move(batch));
    return page;
}

}  // namespace batchstore::sqlite
