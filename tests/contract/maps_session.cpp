#include "contract/maps_session.hpp"

#include "repository/conditions/fields.hpp"
#include "repository/store/repository.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace batchstore::testing {

namespace {

/// An entry as it is kept; the key is of its batch, and none once it was pruned.
struct Kept {
    std::optional<std::int64_t> batch_key{};
    LoggedEntry entry{};
};

/// All of a store. A transaction that fails puts the old one back.
struct Maps {
    std::map<std::int64_t, BatchRow> states{};
    std::map<std::int64_t, Kept> log{};
    std::int64_t next_key = 1;
};

class KeptAnswers final : public LogWalk {
public:
    explicit KeptAnswers(const Maps& maps) {
        for (const auto& [seq, kept] : maps.log) {
            if (kept.batch_key) kept_.emplace(*kept.batch_key, &kept.entry);
        }
    }

    std::optional<std::int64_t> next() override {
        at_ = begun_ ? std::next(at_) : kept_.begin();
        begun_ = true;
        return at_ == kept_.end() ? std::nullopt : std::optional(at_->first);
    }
    LoggedAnswer answer() override {
        const auto& [entry, answer_digest] = *at_->second;
        if (!entry.is_absence()) return {entry.seq, fold_input(entry), entry.verdict, answer_digest};
        LoggedAnswer absence{.seq = entry.seq, .verdict = entry.verdict, .answer_digest = answer_digest};
        absence.input.observed_at_us = entry.observed_at_us;
        return absence;
    }

private:
    std::multimap<std::int64_t, const LoggedEntry*> kept_;
    std::multimap<std::int64_t, const LoggedEntry*>::const_iterator at_;
    bool begun_ = false;
};

class MapsSession final : public Session {
public:
    const std::string& location() const override { return location_; }
    void attempt(const std::function<std::string()>& /*what*/, const Work& work) override { work(); }

    void in_transaction(Mode mode, const Work& work) override { mode == Mode::read ? work() : in_part(work); }
    void in_part(const Work& work) override {
        Maps before = maps_;
        try {
            work();
        } catch (...) {
            maps_ = std::move(before);
            throw;
        }
    }
    bool unless_stopped(const std::atomic<bool>* stop, const Work& work) override {
        if (stop != nullptr && *stop) return false;
        work();
        return true;
    }

    std::optional<Standing> find(const std::string& id) override {
        const BatchRow* row = row_of(id);
        return row ? std::optional(row->standing()) : std::nullopt;
    }
    StoredBatch load(const std::string& id) override {
        const BatchRow* row = row_of(id);
        return row ? row->batch : StoredBatch();
    }
    StoredBatch load(std::int64_t batch_key) override { return maps_.states.at(batch_key).batch; }
    std::optional<Standing> standing_of(std::int64_t batch_key) override {
        const auto found = maps_.states.find(batch_key);
        return found == maps_.states.end() ? std::nullopt : std::optional(found->second.standing());
    }
    std::int64_t insert(const Batch& state, const Standing& standing) override {
        Standing with_key = standing;
        if (with_key.batch_key == 0) with_key.batch_key = maps_.next_key++;
        put(state, with_key);
        return with_key.batch_key;
    }
    void update(const Batch& /*before*/, const Batch& state, const Standing& standing) override {
        put(state, standing);
    }
    void mark_seen(const Standing& standing) override {
        put(Batch(maps_.states.at(standing.batch_key).batch), standing);
    }
    void remove_state(std::int64_t batch_key) override { maps_.states.erase(batch_key); }

    LogTail tail() override {
        if (maps_.log.empty()) return {};
        const Observation& last = maps_.log.rbegin()->second.entry.observation;
        return {{last.seq, last.digest}, last.recorded_at_us};
    }
    Twins twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) override {
        Twins twins;
        for (const auto& [entry, answer_digest] : entries_of(batch_key)) {
            if (answer_digest != answer) continue;
            const bool now = entry.observed_at_us == observed_at_us;
            twins.earliest_observed_at_us =
                std::min(twins.earliest_observed_at_us.value_or(entry.observed_at_us), entry.observed_at_us);
            twins.at_this_moment |= now;
            twins.opens_epoch_now |= now && entry.precedence == Precedence::observed;
        }
        return twins;
    }
    std::int64_t latest_answer_us(std::int64_t batch_key) override {
        return *times_of(batch_key, false).rbegin();
    }
    bool has_absence(std::int64_t batch_key, std::int64_t observed_at_us, const std::string& words) override {
        return std::ranges::any_of(entries_of(batch_key), [&](const LoggedEntry& entry) {
            const Observation& said = entry.observation;
            return said.is_absence() && said.observed_at_us == observed_at_us && said.body == words;
        });
    }
    std::optional<std::int64_t> first_absence_us(std::int64_t batch_key, std::int64_t after_us) override {
        const std::set<std::int64_t> times = times_of(batch_key, true);
        const auto first = times.upper_bound(after_us);
        return first == times.end() ? std::nullopt : std::optional(*first);
    }
    std::vector<LoggedEntry> entries_of(std::int64_t batch_key) override {
        std::vector<LoggedEntry> entries;
        for (const auto& [seq, kept] : maps_.log) {
            if (kept.batch_key == batch_key) entries.push_back(kept.entry);
        }
        return entries;
    }
    std::optional<Observation> entry(std::int64_t seq) override {
        const auto found = maps_.log.find(seq);
        return found == maps_.log.end() ? std::nullopt : std::optional(found->second.entry.observation);
    }
    std::optional<std::int64_t> batch_of_newest(std::int64_t seq) override {
        const auto named = maps_.log.find(seq);
        if (named == maps_.log.end() || !named->second.batch_key) return std::nullopt;
        const std::int64_t batch_key = *named->second.batch_key;
        const bool newest = entries_of(batch_key).back().observation.seq == seq;
        return newest ? std::optional(batch_key) : std::nullopt;
    }
    void append(std::int64_t batch_key, const Observation& entry, const Answer& answer) override {
        Kept& kept = maps_.log[entry.seq] = {batch_key, {entry, answer.digest()}};
        kept.entry.observation.body = answer.text();
    }
    std::string answer_before(std::int64_t seq) override {
        std::string body;
        for (const LoggedEntry& entry : entries_of(maps_.log.at(seq).batch_key.value_or(0))) {
            const Observation& said = entry.observation;
            if (said.seq < seq && !said.is_absence()) body = said.body;
        }
        return body;
    }
    void append_absence(std::int64_t batch_key, const Observation& entry) override {
        maps_.log[entry.seq] = {batch_key, {entry, std::nullopt}};
    }
    void append_pruned(const Observation& entry) override { maps_.log[entry.seq].entry.observation = entry; }
    void append_act(const Observation& act) override { maps_.log[act.seq].entry.observation = act; }
    void prune(std::int64_t seq, const Digest& left) override {
        Kept& kept = maps_.log.at(seq);
        const Digest digest = kept.entry.observation.digest;
        kept = {std::nullopt, {{.seq = seq, .digest = digest, .entry = left}, std::nullopt}};
    }
    std::int64_t count_pruned(std::int64_t first_seq, std::int64_t last_seq) override {
        return std::ranges::count_if(maps_.log, [&](const auto& logged) {
            const Observation& entry = logged.second.entry.observation;
            return entry.pruned() && entry.seq >= first_seq && entry.seq <= last_seq;
        });
    }
    void set_answer_digest(std::int64_t seq, const std::optional<Digest>& digest) override {
        maps_.log.at(seq).entry.answer_digest = digest;
    }
    void each_entry(std::int64_t after_seq, const std::function<bool(Observation&)>& visit,
                    const std::function<void(const Observation&)>& /*unreadable*/) override {
        for (const auto& [seq, kept] : maps_.log) {
            if (seq <= after_seq) continue;
            Observation entry = kept.entry.observation;
            if (!visit(entry)) return;
        }
    }
    void each_entry_time(std::int64_t after_seq,
                         const std::function<bool(const Observation&)>& visit) override {
        for (const auto& [seq, kept] : maps_.log) {
            if (seq <= after_seq) continue;
            const Observation& entry = kept.entry.observation;
            if (!entry.pruned() && !visit({.seq = seq,
                                           .observed_at_us = entry.observed_at_us,
                                           .recorded_at_us = entry.recorded_at_us}))
                return;
        }
    }
    std::unique_ptr<LogWalk> walk_log() override { return std::make_unique<KeptAnswers>(maps_); }

    RowPage page(const Query& query, const Condition& condition, const std::optional<PagePosition>& after,
                 std::size_t wanted, bool /*whole_walk*/) override {
        using Place = std::pair<std::optional<FieldValue>, std::int64_t>;
        std::vector<std::pair<Place, BatchRow>> found;
        each_row(
            [&](const BatchRow& row) {
                found.push_back({{sort_value(row.batch, query.sort), row.batch_key}, row});
                return true;
            },
            condition, {}, {});
        std::ranges::sort(found, {}, [](const auto& placed) { return placed.first; });
        if (query.descending) std::ranges::reverse(found);
        RowPage page;
        for (auto& [place, row] : found) {
            if (after) {
                const Place last{after->sort_value, after->batch_key};
                if (query.descending ? place >= last : place <= last) continue;
            }
            page.more = page.rows.size() == wanted;
            if (page.more) break;
            page.rows.push_back(std::move(row));
        }
        return page;
    }
    QueryPlan plan(const Query& /*query*/, const Condition& /*condition*/) override {
        return {.steps = {"looks at every batch"}};
    }
    std::int64_t count(const Condition& condition) override {
        std::int64_t count = 0;
        each_row([&](const BatchRow&) { return ++count > 0; }, condition, {}, {});
        return count;
    }
    void each_row(const VisitRow& visit, const Condition& condition, const WantedFields& /*wanted*/,
                  const Unreadable& /*unreadable*/) override {
        for (const auto& [batch_key, row] : maps_.states) {
            BatchRow copy = row;
            if (matches(condition, row.batch, sources_of(batch_key)) && !visit(copy)) return;
        }
    }
    void each_seen_around(std::int64_t time_us,
                          const std::function<void(std::int64_t batch_key)>& visit) override {
        for (const auto& [batch_key, row] : maps_.states) {
            if (row.batch.first_seen_at_us <= time_us && row.batch.last_seen_at_us > time_us)
                visit(batch_key);
        }
    }
    std::vector<std::string> ids_with_prefix(std::string_view prefix, std::int64_t limit) override {
        std::vector<std::string> ids;
        for (const auto& [batch_key, row] : maps_.states) {
            if (row.batch.id.starts_with(prefix)) ids.push_back(row.batch.id);
        }
        std::ranges::sort(ids);
        ids.resize(std::min(ids.size(), static_cast<std::size_t>(limit)));
        return ids;
    }
    std::vector<std::string> sources() override {
        std::set<std::string> sources;
        for (const auto& [seq, kept] : maps_.log) {
            if (kept.batch_key) sources.insert(kept.entry.observation.source);
        }
        return {sources.begin(), sources.end()};
    }

    StoreInfo info() override;
    void check_storage(const std::function<void(std::string problem)>& /*problem*/,
                       const std::function<void(std::string note)>& /*note*/) override {}
    void check_rows(const std::function<void(std::int64_t batch_key, const std::string& id,
                                             std::string what)>& /*fault*/) override {}
    bool compact(const std::atomic<bool>* /*stop*/) override { return true; }
    void begin_bulk() override {}
    void end_bulk(const std::atomic<bool>* /*stop*/) override {}

private:
    const BatchRow* row_of(const std::string& id) const {
        const auto found = std::ranges::find_if(
            maps_.states, [&](const auto& state) { return state.second.batch.id == id; });
        return found == maps_.states.end() ? nullptr : &found->second;
    }
    void put(const Batch& state, const Standing& standing) {
        BatchRow& row = maps_.states[standing.batch_key];
        static_cast<Batch&>(row.batch) = state;
        row.stand(standing);
        row.children.phase = to_string(phase_of(state.status));
        row.children.errors = static_cast<std::int64_t>(state.errors.size());
        row.children.metadata.reset();
        if (state.metadata) row.children.metadata = static_cast<std::int64_t>(state.metadata->size());
    }
    /// When absences, or answers, were observed.
    std::set<std::int64_t> times_of(std::int64_t batch_key, bool absences) {
        std::set<std::int64_t> times;
        for (const LoggedEntry& entry : entries_of(batch_key)) {
            if (entry.observation.is_absence() == absences) times.insert(entry.observation.observed_at_us);
        }
        return times;
    }
    std::vector<std::string> sources_of(std::int64_t batch_key) {
        std::vector<std::string> sources;
        for (const LoggedEntry& entry : entries_of(batch_key)) sources.push_back(entry.observation.source);
        return sources;
    }

    std::string location_ = "maps";
    Maps maps_;
};

StoreInfo MapsSession::info() {
    StoreInfo info{.location = location_, .head = tail().head};
    std::int64_t errors = 0;
    std::int64_t counts = 0;
    std::int64_t pairs = 0;
    std::int64_t usages = 0;
    const auto least = [](auto& value, const auto& other) {
        if (other && (!value || *other < *value)) value = *other;
    };
    const auto greatest = [](auto& value, const auto& other) {
        if (other && (!value || *other > *value)) value = *other;
    };
    for (const auto& [batch_key, row] : maps_.states) {
        errors += row.children.errors;
        counts += row.batch.request_counts ? 1 : 0;
        pairs += row.children.metadata.value_or(0);
        usages += row.batch.usage ? 1 : 0;
        least(info.first_seen_at_us, std::optional(row.batch.first_seen_at_us));
        greatest(info.last_seen_at_us, std::optional(row.batch.last_seen_at_us));
        least(info.oldest_created_at, row.batch.created_at);
        greatest(info.newest_created_at, row.batch.created_at);
        greatest(info.last_ended_at, ended_at(row.batch));
    }
    const auto size = [](const auto& map) { return static_cast<std::int64_t>(map.size()); };
    info.rows = {{"batches", size(maps_.states)},
                 {"request_counts", counts},
                 {"token_usage", usages},
                 {"metadata", pairs},
                 {"errors", errors},
                 {"observations", size(maps_.log)}};
    for (const auto& [seq, kept] : maps_.log) {
        info.pruned_observations += kept.entry.observation.pruned() ? 1 : 0;
        info.acts += kept.entry.observation.is_act() ? 1 : 0;
    }
    return info;
}

}  // namespace

std::unique_ptr<BatchRepository> open_maps() {
    return std::make_unique<StoreRepository>(
        std::make_unique<SessionPool>(std::make_unique<MapsSession>(), SessionPool::Open()));
}

}  // namespace batchstore::testing
