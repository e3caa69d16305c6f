#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/changes.hpp>
#include <batchstore/observation.hpp>
#include <batchstore/query.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

class Store;

struct GetOptions {
    /// Asks for what the store knew at this time, in microseconds since 1970; see `Query::as_of_us`.
    std::optional<std::int64_t> as_of_us{};
    /// Asks for what the store knew when this was the end of its log; see `Query::as_of_head`.
    std::optional<PastHead> as_of_head{};
};

/// One observation of a batch and what it did to the state at the time it was recorded.
struct HistoryEntry {
    Observation observation{};
    Batch batch{};  ///< what the answer says, in normal form; of an absence, only the id
    std::vector<std::string>
        changed{};  ///< the fields of the state that it changed; all it has when inserted
    std::vector<FieldChange> changes{};  ///< the same, member by member and with both values
};

/// The queries whose answers, one behind the other, are the batches that are due: see `BatchReader::due`.
/// @param asked which of them; its order and its page are set, its limit stays
/// @param now_us microseconds since 1970
/// @throws Error{invalid} if it asks for a phase that is `ended`.
std::array<Query, 2> due_queries(Query asked, std::int64_t now_us);

/// What can be asked of batches and their history, without changing anything.
///
/// A repository answers each call as of the moment of the call; what `snapshot` hands out answers all of them
/// as of one moment, and is for one thread.
/// Errors: every call throws `Error` only. Besides the kinds named at a call, any call may throw `busy`,
/// `corrupt` or `storage`.
class BatchReader {
public:
    BatchReader() = default;
    BatchReader(const BatchReader&) = delete;
    BatchReader& operator=(const BatchReader&) = delete;
    virtual ~BatchReader() = default;

    /// The state of one batch. @returns nothing if the id is, or was, unknown.
    /// @throws Error{invalid} here and below if both a time and a head are asked as of, or the log does not
    ///   pass through that head.
    virtual std::optional<StoredBatch> get(std::string_view id, const GetOptions& options = {}) const = 0;

    /// Every logged observation of one batch, absences too, in the order of the log. Empty if the id is
    /// unknown.
    virtual std::vector<Observation> observations(std::string_view id) const = 0;

    /// The same, with what each of them did to the state; as of a past time, those that were observed by
    /// then, as if nothing else were known.
    std::vector<HistoryEntry> history(std::string_view id, const GetOptions& options = {}) const;

    /// Calls `visit` with every entry of the log behind `after_seq`, in its order, as of one moment, with
    /// what it did to the state of its batch, as `history` tells it; until it returns false. Acts and pruned
    /// entries are there too, and did nothing. In flat memory, whatever the log holds; an entry of a batch
    /// that was not met for long takes reading the entries of that batch before it.
    /// @param wanted is asked about every entry, and those alone are visited of which it says so; empty: all
    /// Neither may change the store.
    void each_change(const std::function<bool(const HistoryEntry&)>& visit, std::int64_t after_seq = 0,
                     const std::function<bool(const Observation&)>& wanted = {}) const;

    /// The logged answer that the state of a batch rests on: the one that comes last in the order in which
    /// answers are folded. @returns nothing if the id is, or was, unknown.
    std::optional<Observation> last_answer(std::string_view id, const GetOptions& options = {}) const;

    /// One page of the batches that a query asks for, in its order.
    /// @throws Error{invalid} if the limit is not 1 to 1,000, a range is reversed, a condition names a field
    ///   that there is not or compares it with what it cannot be, or `after` is not a token of this query;
    ///   and as `get`.
    virtual Page find(const Query& query) const = 0;

    /// How many batches a query asks for, its page aside. @throws as `find`.
    virtual std::int64_t count(const Query& query = {}) const = 0;

    /// Batches that have not ended and were last seen at least so long ago: those that want a refresh. First
    /// those that may still end in time, the longest unseen first, then those past their `expires_at`, the
    /// freshest deadline first, so that those lost long ago come last. One that is absent comes more and
    /// more rarely: not before `due_at_us`. At most `limit`, 1 to 1,000; if there are more, `Page::next` is
    /// not empty. To walk through all of them, or to narrow them down, ask `due_queries` page by page.
    Page due(std::chrono::microseconds unseen_for, std::int64_t limit = 100) const;

    /// The end of the log.
    virtual Head head() const = 0;

    /// Runs `work` on one moment of the store: all that it reads through the reader it is given is from
    /// then. Use only that reader inside, and only in that thread. Until the end the store keeps what is
    /// replaced meanwhile, so do not wait inside.
    virtual void snapshot(const std::function<void(const BatchReader&)>& work) const = 0;

    /// The whole store: walks through all rows, verification, facts. See store.hpp.
    virtual const Store& store() const = 0;
};

}  // namespace batchstore
