#pragma once

#include <batchstore/changes.hpp>
#include <batchstore/reader.hpp>
#include <batchstore/transfer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Where a listing of the API and a store do not agree.
namespace batchstore {

/// What a listing and a store say differently about one batch.
enum class GapKind {
    unknown,    ///< `new`: the store has never seen the batch
    ended,      ///< it has ended there, and a refresh with this answer would end it here
    differing,  ///< a refresh with this answer would change the state in another way
    behind,     ///< the state is ahead of this answer: a refresh would call it stale
    missing,    ///< the store has it, created while those of the listing were, and the listing has not
};

/// `new`, `ended`, `differing`, `behind`, `missing`.
std::string_view to_string(GapKind kind);

/// One batch about which they do not agree.
struct Gap {
    GapKind kind = GapKind::unknown;
    std::string id{};
    std::optional<Batch> listed{};        ///< what the listing says; none if it is missing there
    std::optional<StoredBatch> stored{};  ///< the state; none if it is new
    /// From the state to what a refresh would make of it; of what is behind, to what the answer says. Empty
    /// if one of the two does not know the batch.
    std::vector<FieldChange> changes{};
};

struct GapSummary {
    std::int64_t same = 0;  ///< the answer says nothing that the state does not
    std::int64_t unknown = 0;
    std::int64_t ended = 0;
    std::int64_t differing = 0;
    std::int64_t behind = 0;
    std::int64_t missing = 0;
    std::int64_t repeated = 0;  ///< a batch that the listing had named before; its first answer counts
    std::int64_t rejected = 0;

    /// Times of creation in the listing, in seconds; none: nothing in it has one, and nothing can be missing.
    std::optional<std::int64_t> first_created_at{};
    std::optional<std::int64_t> last_created_at{};

    std::int64_t records() const { return same + unknown + ended + differing + behind + repeated + rejected; }
    std::int64_t gaps() const { return unknown + ended + differing + behind + missing; }
};

struct GapOptions {
    /// Called for each gap: in the order of the listing, then for what is missing, newest first.
    /// Returns false to stop.
    std::function<bool(const Gap&)> on_gap{};
    /// Called for each record that is no answer.
    std::function<void(const ImportOutcome&)> on_rejected{};
    /// Where in each record the batches are, as `ImportOptions::at`.
    std::string at{};
};

/// Compares a listing, in any form that `import_records` reads, with a store. Nothing is changed.
///
/// Whether an answer says something else is told as a refresh now tells it: a row with half the fields that
/// agrees is the same. Takes memory for the ids of the listing.
///
/// @throws Error as `BatchRepository::get` does.
GapSummary find_gaps(const BatchReader& repository, std::span<const std::unique_ptr<Input>> listing,
                     const GapOptions& options = {});

}  // namespace batchstore
