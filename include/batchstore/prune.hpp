#pragma once

#include <batchstore/progress.hpp>
#include <batchstore/query.hpp>
#include <batchstore/repository.hpp>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Retention: batches that ended long ago leave the store, or what polling left of them does, and its proof
/// stays whole.
namespace batchstore {

/// When a store gives the room of what was pruned back to the system, which copies all that is left.
enum class Compact {
    when_worthwhile,  ///< if at least a fifth of the file is unused then
    always,
    never,  ///< the store uses the room for what comes
};

struct PruneOptions {
    /// Batches that ended before this, in seconds since 1970. One of which no server said when it ended
    /// counts as ended when it was last seen.
    std::int64_t ended_before = 0;
    /// Only those of these; its order and page do not matter.
    Query query{};
    /// Empty only those of their entries that say nothing but counts and that nothing else rests on, and keep
    /// the batches: as `Store::thin`.
    bool thin = false;
    /// Where the entries that are emptied go first, as `dump_observations` writes them, batch by batch,
    /// compressed if the name ends in `.gz`; empty: nowhere. A file that is there is never replaced.
    std::string archive{};
    /// Who prunes, and why, for the acts in the log; see `RemovalOptions`.
    std::string source{};
    std::string reason{};
    /// Tell what would be pruned, and change nothing.
    bool dry_run = false;
    Compact compact = Compact::when_worthwhile;
    /// So many batches are removed in one transaction: others who write wait for a second or two. Fewer take
    /// longer in all. Of batches that are thinned fewer, if they have more than 20,000 entries.
    std::int64_t batches_a_transaction = 20'000;
    OnProgress on_progress{};
    /// Set to true from anywhere to stop.
    const std::atomic<bool>* stop = nullptr;
};

/// The archive of what was pruned.
struct ArchiveFile {
    std::string path{};
    std::int64_t size_bytes = 0;
    Digest sha256{};  ///< of the file
};

/// The receipt.
struct Pruned {
    std::int64_t batches = 0;  ///< that were pruned, or of which entries were; of a dry run, that would be
    std::int64_t observations = 0;  ///< entries of the log that were emptied: all of theirs, if not thinned
    std::int64_t kept_observations = 0;  ///< of the batches chosen, entries that are not emptied
    std::int64_t spared = 0;  ///< batches that were to be, and stayed, as something new was said of them
    std::int64_t answer_bytes = 0;  ///< of all entries that were chosen
    std::optional<std::int64_t>
        first_ended_at{};  ///< of the batches chosen that have one; seconds since 1970
    std::optional<std::int64_t> last_ended_at{};
    std::optional<ArchiveFile> archive{};  ///< none was asked for, or nothing was chosen
    std::vector<std::int64_t> acts{};      ///< entries of the log that say what was pruned
    Head head_before{};
    Head head{};  ///< behind the acts, and what others stored meanwhile
    std::int64_t size_before_bytes = 0;
    std::int64_t size_bytes = 0;
    bool compacted = false;
    std::string not_compacted{};  ///< why not, if it was tried and failed; what was pruned is pruned
    bool verified = false;        ///< the store, in full, before and after
    bool stopped = false;         ///< before the end: what was counted is pruned, the rest stays
};

/// Removes batches that ended before a time. Their states go; of their entries in the log stays what the
/// chain needs, so that the log verifies, passes through all its heads, and shows that something was there.
/// Acts at its end say which entries these are, who emptied them, why, and the digest of the archive: one for
/// each transaction in which batches were removed.
///
/// The whole store is verified first. Then the entries are archived, and the archive is brought to the disk,
/// read back and compared entry by entry, before anything is removed. Removing is done in short transactions
/// between which others write: a batch about which something new was said since it was chosen stays. At the
/// end the store is verified again. Memory: 8 bytes a batch.
///
/// With `thin` the batches stay, and what the log has of them gets shorter: the archive has what is emptied.
/// Importing it brings these entries back, behind the others, and changes no state.
///
/// Importing the archive brings the batches back, with all that is in the log: their entries are recorded
/// anew, at its end. How often an answer was repeated is not in the log, and starts again.
///
/// Whatever ends it, the archive, once it has its name, is complete; what was removed is in it.
///
/// @throws Error{invalid} if the archive exists or is the store itself, or the query is as `find` refuses or
///   asks as of a past time; nothing was changed.
/// @throws Error{corrupt} if the store does not verify; before anything was changed, or as the message says.
/// @throws Error{storage} if the archive cannot be written, or does not read back as it was written; nothing
///   was changed.
Pruned prune(BatchRepository& repository, const PruneOptions& options);

}  // namespace batchstore
