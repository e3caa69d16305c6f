#pragma once

#include "repository/page_token.hpp"
#include "repository/rows.hpp"
#include "repository/wanted_fields.hpp"

#include <batchstore/condition.hpp>
#include <batchstore/error.hpp>
#include <batchstore/store_info.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// One page of rows.
struct RowPage {
    std::vector<BatchRow> rows{};
    bool more = false;  ///< there are others behind them
};

/// A walk through the logged answers and absences, batch by batch in the order of their keys.
class LogWalk {
public:
    LogWalk() = default;
    LogWalk(const LogWalk&) = delete;
    LogWalk& operator=(const LogWalk&) = delete;
    virtual ~LogWalk() = default;

    /// Goes on to the next one. @returns the key of its batch; nothing at the end
    virtual std::optional<std::int64_t> next() = 0;
    /// @throws Error{invalid} if its precedence or the answer cannot be read.
    virtual LoggedAnswer answer() = 0;
};

/// What a backend writes: one connection to a store, its transactions and its rows. What is done with them
/// (refreshing, folding, looking back, checking) is the same for every backend, and is built on this.
///
/// A session is for one thread at a time. Rows are read and changed inside `in_transaction` only, and every
/// call stands inside `attempt`, which lets nothing out but `Error`.
class Session {
public:
    /// Ends with the call that it is given to.
    using Work = std::function<void()>;
    enum class Mode { read, write };

    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    virtual ~Session() = default;

    /// How messages name the store.
    virtual const std::string& location() const = 0;
    /// Runs `work`; what the backend itself fails with becomes an `Error` that says `what` was tried.
    virtual void attempt(const std::function<std::string()>& what, const Work& work) = 0;
    /// Runs `work` in a transaction, which is kept if `work` returns and taken back if it throws. Reading
    /// may be a part of any other: all that is read is of one moment.
    virtual void in_transaction(Mode mode, const Work& work) = 0;
    /// Runs `work` as a part of the transaction for writing, which is taken back alone if it throws.
    virtual void in_part(const Work& work) = 0;
    /// Runs `work`, which soon ends once `stop` is set; null: never. @returns false if it was stopped
    virtual bool unless_stopped(const std::atomic<bool>* stop, const Work& work) = 0;

    // --- The states -----------------------------------------------------------------------------------

    virtual std::optional<Standing> find(const std::string& id) = 0;
    /// @returns a batch without an id if there is none
    virtual StoredBatch load(const std::string& id) = 0;
    virtual StoredBatch load(std::int64_t batch_key) = 0;
    virtual std::optional<Standing> standing_of(std::int64_t batch_key) = 0;
    /// Stores a batch under `standing.batch_key`, or if that is 0, a new key. @returns the key.
    virtual std::int64_t insert(const Batch& state, const Standing& standing) = 0;
    /// Replaces a state. `before` is what the tables hold, so that only what differs is written.
    virtual void update(const Batch& before, const Batch& state, const Standing& standing) = 0;
    /// Writes what is known about a batch's sightings.
    virtual void mark_seen(const Standing& standing) = 0;
    /// Removes a state and all that belongs to it; its entries stay in the log.
    virtual void remove_state(std::int64_t batch_key) = 0;

    // --- The log --------------------------------------------------------------------------------------

    virtual LogTail tail() = 0;
    virtual Twins twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us) = 0;
    /// The greatest `observed_at_us` among the logged answers of a batch.
    virtual std::int64_t latest_answer_us(std::int64_t batch_key) = 0;
    /// Whether the log has an absence of a batch that was observed at a time in these words.
    virtual bool has_absence(std::int64_t batch_key, std::int64_t observed_at_us,
                             const std::string& words) = 0;
    /// The earliest `observed_at_us` among the logged absences of a batch that are later than a time.
    virtual std::optional<std::int64_t> first_absence_us(std::int64_t batch_key, std::int64_t after_us) = 0;
    /// All entries of one batch, in no particular order.
    virtual std::vector<LoggedEntry> entries_of(std::int64_t batch_key) = 0;
    /// The entry with this `seq`, pruned or not; nothing if there is none.
    /// @throws Error{corrupt} if its words cannot be read.
    virtual std::optional<Observation> entry(std::int64_t seq) = 0;
    /// The batch whose newest entry has this `seq`; nothing if there is none.
    virtual std::optional<std::int64_t> batch_of_newest(std::int64_t seq) = 0;
    /// The body of the last answer before an entry that is filed under the same batch as it; empty: there is
    /// none.
    virtual std::string answer_before(std::int64_t seq) = 0;
    /// Appends an entry. `entry.body` is empty; the body is the answer's text.
    virtual void append(std::int64_t batch_key, const Observation& entry, const Answer& answer) = 0;
    /// Appends an absence, whole.
    virtual void append_absence(std::int64_t batch_key, const Observation& entry) = 0;
    virtual void append_pruned(const Observation& entry) = 0;
    /// Appends an entry of no batch, its body too.
    virtual void append_act(const Observation& act) = 0;
    /// Empties an entry but for what the chain needs. @param left SHA-256 of what it was
    virtual void prune(std::int64_t seq, const Digest& left) = 0;
    /// Corrects the digest of an answer that the store has beside it; an absence has none.
    virtual void set_answer_digest(std::int64_t seq, const std::optional<Digest>& digest) = 0;
    /// How many entries are empty of those from one to another.
    virtual std::int64_t count_pruned(std::int64_t first_seq, std::int64_t last_seq) = 0;
    /// Calls `visit` with every entry behind one in the order of the log, until it returns false; it may
    /// change what it is given. Of an entry whose words cannot be read, `unreadable` is called before, and
    /// only `seq`, `digest` and `entry` were read; empty: that is thrown.
    virtual void each_entry(std::int64_t after_seq, const std::function<bool(Observation&)>& visit,
                            const std::function<void(const Observation&)>& unreadable = {}) = 0;
    /// As `Store::each_entry_time`.
    virtual void each_entry_time(std::int64_t after_seq,
                                 const std::function<bool(const Observation&)>& visit) = 0;
    virtual std::unique_ptr<LogWalk> walk_log() = 0;

    // --- Questions ------------------------------------------------------------------------------------

    /// Takes a row, and may take its batch out of it. @returns false to stop
    using VisitRow = std::function<bool(BatchRow&)>;
    /// Takes a row of which only key and id could be read, and why.
    using Unreadable = std::function<void(const BatchRow&, const Error&)>;

    /// The first rows behind a position in the order of a query, whole. `condition` is what is asked; it is
    /// what `condition_of` made, and perhaps more.
    /// @param whole_walk page after page will be asked for: the order is to be walked, however long it takes
    virtual RowPage page(const Query& query, const Condition& condition,
                         const std::optional<PagePosition>& after, std::size_t wanted,
                         bool whole_walk = false) = 0;
    /// How `page` does it.
    virtual QueryPlan plan(const Query& query, const Condition& condition) = 0;
    virtual std::int64_t count(const Condition& condition) = 0;
    /// Calls `visit` with every row for which a condition holds, in the order of keys and in flat memory.
    /// What is not wanted need not be read. @param unreadable empty: that is thrown
    virtual void each_row(const VisitRow& visit, const Condition& condition, const WantedFields& wanted = {},
                          const Unreadable& unreadable = {}) = 0;
    /// Calls `visit` with the key of every batch that was seen both up to and after a time.
    virtual void each_seen_around(std::int64_t time_us,
                                  const std::function<void(std::int64_t batch_key)>& visit) = 0;
    virtual std::vector<std::string> ids_with_prefix(std::string_view prefix, std::int64_t limit) = 0;
    virtual std::vector<std::string> sources() = 0;

    // --- Care -----------------------------------------------------------------------------------------

    /// What is left to be done after a transaction for writing, outside of any. Put off, it is asked for
    /// again.
    enum class Upkeep {
        none,
        beside,  ///< `upkeep_beside`
        alone,   ///< that, and then `upkeep_alone`
    };
    virtual Upkeep upkeep_due() { return Upkeep::none; }
    /// By a session for reading, while others read and write. Throws nothing.
    virtual void upkeep_beside() {}
    /// By the session that writes; takes little time. Throws nothing.
    virtual void upkeep_alone() {}

    virtual StoreInfo info() = 0;
    /// The backend's own checks of what it stores, and how. @param problem takes each thing that is wrong
    /// @param note takes what is beside it and does no harm
    virtual void check_storage(const std::function<void(std::string problem)>& problem,
                               const std::function<void(std::string note)>& note) = 0;
    /// Calls `fault` for what is wrong with a batch's rows and cannot be seen in what is read from them.
    virtual void check_rows(const std::function<void(std::int64_t batch_key, const std::string& id,
                                                     std::string what)>& fault) = 0;
    /// As `Store::compact`; outside of transactions.
    virtual bool compact(const std::atomic<bool>* stop) = 0;
    /// Around very many changes; each begin wants an end. As `Store::bulk`.
    virtual void begin_bulk() = 0;
    virtual void end_bulk(const std::atomic<bool>* stop) = 0;
};

}  // namespace batchstore
