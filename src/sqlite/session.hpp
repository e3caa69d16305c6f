#pragma once

#include "repository/session.hpp"
#include "sqlite/asking/condition_sql.hpp"
#include "sqlite/file/connection.hpp"
#include "sqlite/file/log_upkeep.hpp"
#include "sqlite/rows/bulk_load.hpp"
#include "sqlite/rows/log_table.hpp"
#include "sqlite/rows/state_tables.hpp"

namespace batchstore::sqlite {

/// What SQLite does for a repository, on one connection.
class Session final : public batchstore::Session {
public:
    Session(const std::string& location, const OpenOptions& options);

    Connection& connection() { return connection_; }

    const std::string& location() const override { return connection_.location(); }
    void attempt(const std::function<std::string()>& what, const Work& work) override;
    void in_transaction(Mode mode, const Work& work) override;
    void in_part(const Work& work) override;
    bool unless_stopped(const std::atomic<bool>* stop, const Work& work) override;

    std::optional<Standing> find(const std::string& id) override;
    StoredBatch load(const std::string& id) override;
    StoredBatch load(std::int64_t batch_key) override { return states_.load(batch_key); }
    std::optional<Standing> standing_of(std::int64_t batch_key) override;
    std::int64_t insert(const Batch& state, const Standing& standing) override;
    void update(const Batch& before, const Batch& state, const Standing& standing) override;
    void mark_seen(const Standing& standing) override { states_.mark_seen(standing); }
    void remove_state(std::int64_t batch_key) override { states_.remove(batch_key); }

    LogTail tail() override { return log_.tail(); }
    Twins twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) override;
    std::int64_t latest_answer_us(std::int64_t batch_key) override {
        return log_.latest_answer_us(batch_key);
    }
    bool has_absence(std::int64_t batch_key, std::int64_t observed_at_us, const std::string& words) override;
    std::optional<std::int64_t> first_absence_us(std::int64_t batch_key, std::int64_t after_us) override;
    std::vector<LoggedEntry> entries_of(std::int64_t batch_key) override;
    std::optional<Observation> entry(std::int64_t seq) override;
    std::optional<std::int64_t> batch_of_newest(std::int64_t seq) override;
    std::string answer_before(std::int64_t seq) override { return log_.answer_before(seq); }
    void append(std::int64_t batch_key, const Observation& entry, const Answer& answer) override;
    void append_absence(std::int64_t batch_key, const Observation& entry) override;
    void append_pruned(const Observation& entry) override { log_.append_pruned(entry); }
    void append_act(const Observation& act) override {
        log_.append(std::nullopt, act, act.body, std::nullopt);
    }
    void prune(std::int64_t seq, const Digest& left) override { log_.prune(seq, left); }
    void set_answer_digest(std::int64_t seq, const std::optional<Digest>& digest) override;
    std::int64_t count_pruned(std::int64_t first_seq, std::int64_t last_seq) override {
        return log_.count_pruned(first_seq, last_seq);
    }
    void each_entry(std::int64_t after_seq, const std::function<bool(Observation&)>& visit,
                    const std::function<void(const Observation&)>& unreadable) override;
    void each_entry_time(std::int64_t after_seq,
                         const std::function<bool(const Observation&)>& visit) override;
    std::unique_ptr<LogWalk> walk_log() override;

    RowPage page(const Query& query, const Condition& condition, const std::optional<PagePosition>& after,
                 std::size_t wanted, bool whole_walk) override;
    QueryPlan plan(const Query& query, const Condition& condition) override;
    std::int64_t count(const Condition& condition) override;
    void each_row(const VisitRow& visit, const Condition& condition, const WantedFields& wanted,
                  const Unreadable& unreadable) override;
    void each_seen_around(std::int64_t time_us,
                          const std::function<void(std::int64_t batch_key)>& visit) override;
    std::vector<std::string> ids_with_prefix(std::string_view prefix, std::int64_t limit) override;
    std::vector<std::string> sources() override;

    Upkeep upkeep_due() override { return bulk_load_ ? Upkeep::none : log_upkeep_.due(); }
    void upkeep_beside() override { LogUpkeep::take_in(connection_); }
    void upkeep_alone() override { log_upkeep_.begin_anew(); }
    StoreInfo info() override;
    void check_storage(const std::function<void(std::string problem)>& problem,
                       const std::function<void(std::string note)>& note) override;
    void check_rows(const std::function<void(std::int64_t batch_key, const std::string& id,
                                             std::string what)>& fault) override;
    bool compact(const std::atomic<bool>* stop) override;
    void begin_bulk() override;
    void end_bulk(const std::atomic<bool>* stop) override;

private:
    /// The beginning of a condition in SQL that takes batches from the index with the fewest; empty if even
    /// these are many.
    SqlText among_fewest(const std::vector<KeySource>& sources);

    Connection connection_;
    LogUpkeep log_upkeep_{connection_};
    StateTables states_;
    LogTable log_;
    std::optional<BulkLoad> bulk_load_;
    int bulks_ = 0;
    bool indexes_owed_ = false;  ///< a bulk load ended before it had built them
};

}  // namespace batchstore::sqlite
