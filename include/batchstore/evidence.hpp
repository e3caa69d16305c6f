#pragma once

#include <batchstore/observation.hpp>
#include <batchstore/progress.hpp>
#include <batchstore/query.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/transfer.hpp>

#include <atomic>
#include <cstdint>

/// What servers said about some batches, and what proves it to somebody who has no store.
namespace batchstore {

struct EvidenceOptions {
    /// Which batches, and as of when; its order and page do not matter. As of a head, the proof ends there,
    /// and else at the end of the log.
    Query query{};
    /// Takes the entries of the log about these batches in its order, a line each, as `dump_observations`
    /// writes them.
    Write answers{};
    /// Takes the proof. Its first line is a head, that before the first of these entries; then each entry
    /// from there to the end has a line: `answer` if `answers` took it, else what `digest` of the log covers
    /// of it, in hexadecimal digits. docs/audit.md says how a digest follows from the one before it.
    Write chain{};
    OnProgress on_progress{};
    /// Set to true from anywhere to give up.
    const std::atomic<bool>* stop = nullptr;
};

struct Evidence {
    std::int64_t batches = 0;  ///< 0: no batch is asked for, and nothing was written
    std::int64_t observations = 0;
    Head before{};         ///< where the proof begins
    Head head{};           ///< where it ends
    bool stopped = false;  ///< before the end: what was written proves nothing
};

/// Writes answers and their proof, as of one moment: whoever has both can compute the head, and see that the
/// log with this head has these entries. It does not show that they are all entries about these batches.
///
/// The store is read once, the whole log too, and checked as far as the proof goes. Memory: 8 bytes an entry
/// that was asked for.
/// @throws Error{invalid} as `BatchReader::find`
/// @throws Error{corrupt} if the log does not lead to its head; what was written proves nothing
Evidence write_evidence(const BatchReader& repository, const EvidenceOptions& options);

}  // namespace batchstore
