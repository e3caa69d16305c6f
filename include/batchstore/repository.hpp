#pragma once

#include <batchstore/reader.hpp>
#include <batchstore/refresh.hpp>

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace batchstore {

/// Keeps the history of batches: every backend promises what stands here. What an app asks is in
/// reader.hpp; what keeps the store itself (restoring, pruning, verifying) is in store.hpp.
///
/// Threads: one repository may be used from several threads at once, and several processes may open one
/// store. Threads that write are served in the order in which they come; `refresh` and `note_absence` that
/// wait behind each other share one transaction, and each of them fails alone. Processes that write wait for
/// each other up to `OpenOptions::busy_timeout`, a thread behind another that waits up to twice as long.
/// Readers never wait for writers and see the last committed state.
///
/// Durability: every changing call is one transaction, or a part of one. When it returns, its change is
/// committed and outlives the process, and with `OpenOptions::full_durability` a power cut too. When it
/// throws, nothing of it is stored.
///
/// Long reads: what one call reads, or all that is read in a `snapshot`, is of one moment. While a moment is
/// held, what is written meanwhile stays in the write-ahead log beside the file; it shrinks when the moment
/// ends. So a walk through everything, such as a dump or a report, is for now and then. Otherwise the log
/// stays below 64 MB, but for `Store::bulk`; `OpenOptions::logger` is told when it does not.
///
/// Errors: every call throws `Error` only. Besides the kinds named at a call, any call may throw
/// `busy`, `corrupt` or `storage`.
class BatchRepository : public BatchReader {
public:
    /// Logs what a server said about a batch and brings its state up to date.
    ///
    /// `answer` is the JSON text as received; it is kept byte for byte. A batch never goes back: an answer
    /// that is behind the state is logged as stale and changes nothing but gaps. Safe to repeat: the same
    /// answer again is `unchanged`.
    ///
    /// @throws Error{invalid} if `answer` is not a batch, the source is too long or not UTF-8, or the time is
    ///   outside the years 1 to 9999; nothing was stored. The message says where.
    RefreshResult refresh(std::string_view answer, const RefreshOptions& options = {});

    /// The same for an app that has a `Batch` from its own client; its JSON is what is logged.
    /// @throws Error{invalid} if the batch has no id.
    RefreshResult refresh(const Batch& batch, const RefreshOptions& options = {});

    /// The same for many answers: all of them or none. Results are in the order of `answers`.
    virtual std::vector<RefreshResult> refresh(std::span<const std::string_view> answers,
                                               const RefreshOptions& options = {});

    /// The same for an answer that was read before, perhaps by another thread.
    virtual RefreshResult refresh(const Answer& answer, const RefreshOptions& options = {}) = 0;

    /// Logs that a server did not know a batch when it was asked, as a 404 says.
    ///
    /// That is an observation, and may pass: the state of the batch stays, and it is absent
    /// (`StoredBatch::absent_since_us`) until a later answer. `words` are the server's, as received: UTF-8
    /// without U+0000, of at most `max_absence_bytes`, perhaps none. Absences may be noted in any order, late
    /// ones too. The verdict is always `absent`.
    ///
    /// Each absence is an entry of the log, as any of them may be the first since an answer that comes late:
    /// so ask more and more rarely, as `due` does. Two are not logged: the very same one again (of the same
    /// time, with the same words), which changes nothing; and one that is later than the logged answers but
    /// not than a repeat of one, which was only counted: it is counted too.
    ///
    /// @throws Error{not_found} if the store does not know the batch either; nothing was stored, and a
    ///   transaction goes on.
    /// @throws Error{invalid} if `words` are none of this kind or are an answer about a batch, and for the
    ///   source and the time as `refresh`; nothing was stored.
    virtual RefreshResult note_absence(std::string_view id, std::string_view words,
                                       const AbsenceOptions& options = {}) = 0;

    /// Runs `work` in one transaction: all that it changes through the repository it is given is kept
    /// together, or, if it throws, not at all. Use only that repository inside, and only in that thread.
    /// A call inside that failed for another reason than `invalid` or `not_found` fails the whole
    /// transaction. A transaction inside another is a part of it: if it throws, it is taken back alone.
    virtual void transaction(const std::function<void(BatchRepository&)>& work) = 0;

    /// What keeps the whole store, in this transaction if there is one.
    virtual Store& store() = 0;
    using BatchReader::store;
};

}  // namespace batchstore
