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
/// store. Writers queue; readers never wait for them and see the last committed state.
/// Errors: every call throws `Error` only. Besides the kinds named at a call, any call may throw
/// `busy`, `corrupt` or `storage`. Every changing call is one transaction: when it throws, the store is as
/// it was before.
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

    /// The same for many answers in one transaction: all or none. Results are in the order of `answers`.
    std::vector<RefreshResult> refresh(std::span<const std::string_view> answers,
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
