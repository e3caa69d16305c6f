#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/condition.hpp>
#include <batchstore/observation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace batchstore {

/// A batch as the store holds it: the state, and what the store knows about its own record of it.
struct StoredBatch : Batch {
    std::int64_t revision = 0;             ///< changes of the state: 1 when inserted, +1 for each `updated`
    std::int64_t first_seen_at_us = 0;     ///< microseconds since 1970
    std::int64_t last_seen_at_us = 0;      ///< microseconds since 1970; absences too
    std::int64_t sightings = 0;            ///< how often a server said something, repeats and absences too
    std::int64_t last_answered_at_us = 0;  ///< the last answer, repeats included; microseconds since 1970
    /// The earliest absence (`BatchRepository::note_absence`) that is later than every logged answer, in
    /// microseconds since 1970; none: the server knew it when it was last asked.
    std::optional<std::int64_t> absent_since_us{};
    /// Since when servers say what the state is, in microseconds since 1970: the time of the earliest logged
    /// answer such that the state as of it, and as of any time since, is this one. So neither what repeats
    /// the state, nor what is behind it, nor an absence changes it, and an answer that comes late counts at
    /// its own time: of the same answers it is the same, in whatever order they came.
    std::int64_t changed_at_us = 0;

    bool operator==(const StoredBatch&) const = default;
};

/// From when on a batch may be asked about again, in microseconds since 1970: from when it was last seen. One
/// that is absent may once it was unseen for as long as it had been absent then: each time after twice the
/// time.
std::int64_t due_at_us(const StoredBatch& batch);

/// What a batch has in a field of `condition_fields()`: several values where it may have several, none where
/// the field is not set. Of a field of `presence` a 0 if there is any; of `source` nothing, for that is in
/// the log.
///
/// @param field its name, not its alias; of another word there is nothing
/// @param key of `metadata`, the pair's
std::vector<std::variant<std::int64_t, std::string>> values_of(std::string_view field,
                                                               const StoredBatch& batch,
                                                               std::string_view key = {});

/// A pair of metadata that a batch must have.
struct MetadataPair {
    std::string key{};
    std::optional<std::string> value{};  ///< none: any value

    bool operator==(const MetadataPair&) const = default;
};

/// The order of a page. Batches without the time come first, equal ones in the order in which they were first
/// stored; descending, all that is the other way round.
enum class Sort {
    created,    ///< by `created_at`
    ended,      ///< by `ended_at`
    expires,    ///< by `expires_at`
    last_seen,  ///< by the time of the last observation
    changed,    ///< by `changed_at_us`
    id,         ///< by the bytes of the id
};

std::string_view to_string(Sort sort);

/// @throws Error{invalid} if `text` is none of the six.
Sort parse_sort(std::string_view text);

/// Which batches, in which order, how many. Members combine with "and"; of a list one must hold, and an empty
/// list asks for nothing. Times are half-open ranges: from is inclusive, to is exclusive. All members
/// together may hold 500 tests and 2,000 values to compare with.
struct Query {
    std::vector<std::string> status{};  ///< in normal form, or any of the API's words in any letter case
    std::vector<std::string> phase{};   ///< `waiting`, `running`, `finalizing`, `cancelling`, `ended`
    std::vector<std::string> id{};
    std::vector<std::string> endpoint{};
    std::vector<std::string> model{};
    std::vector<MetadataPair> metadata{};  ///< all of these
    std::vector<std::string> error_code{};
    std::vector<std::string> input_file_id{};
    std::vector<std::string> output_file_id{};
    std::vector<std::string> error_file_id{};
    std::vector<std::string> source{};  ///< sources that saw it, as the log has them
    bool with_failures = false;         ///< only batches with failed requests
    bool with_errors = false;           ///< only batches with validation errors
    bool absent = false;                ///< only batches that the server no longer knows

    std::optional<std::int64_t> created_from{};  ///< seconds
    std::optional<std::int64_t> created_to{};
    std::optional<std::int64_t> ended_from{};
    std::optional<std::int64_t> ended_to{};
    std::optional<std::int64_t> expires_from{};
    std::optional<std::int64_t> expires_to{};
    std::optional<std::int64_t> last_seen_from_us{};  ///< microseconds
    std::optional<std::int64_t> last_seen_to_us{};
    std::optional<std::int64_t> changed_from_us{};  ///< microseconds
    std::optional<std::int64_t> changed_to_us{};

    /// What the members above cannot say.
    std::optional<Condition> where{};

    /// Asks what the store knew at this time, in microseconds: states are folded from the answers that were
    /// observed up to it, and a batch that was first seen later is not there.
    ///
    /// States, revisions, `first_seen_at_us` and `changed_at_us` are those of a store that heard nothing of
    /// what was observed later (if answers of precedence `observed` came late: those of the log up to then).
    /// Repeats are counted and not logged: so `sightings` and `last_seen_at_us` of a batch that was seen
    /// again after this time count its logged answers alone, and may be less than they were.
    std::optional<std::int64_t> as_of_us{};

    /// Asks what the store knew when this was the end of its log: every batch is folded from the entries up
    /// to it, whatever was recorded later of an earlier time. So the answer stays the same for as long as
    /// none of these entries is pruned. Repeats are not logged: `sightings`, `first_seen_at_us` and
    /// `last_seen_at_us` are those of the entries. Not together with `as_of_us`.
    std::optional<PastHead> as_of_head{};

    /// What `each_batch` has to give of each batch, by the names of `StoredBatch`'s members; empty:
    /// everything. Other fields may be left unset, which spares reading them.
    std::vector<std::string> only{};

    Sort sort = Sort::created;
    bool descending = true;
    std::int64_t limit = 100;  ///< at most this many, 1 to 1,000
    /// `Page::next` of the page before: of the same query, its limit aside.
    std::string after{};

    bool operator==(const Query&) const = default;
};

/// One page of the answer to a query.
struct Page {
    std::vector<StoredBatch> batches{};
    /// The token of the next page; empty: this is the last one. It fits only a query that asks the same in
    /// the same order.
    ///
    /// Walking all pages gives every batch that matches all the while exactly once, also while others are
    /// stored. One whose place in the order changes meanwhile can be met twice, or not at all.
    std::string next{};
};

/// How a query is answered.
struct QueryPlan {
    std::vector<std::string> steps{};  ///< in words, one line each
    /// Why a page may take long; empty: an index has what is asked in the order asked for, or the few batches
    /// that can match.
    std::string caution{};
    std::vector<std::string> backend{};  ///< the backend's own words
};

}  // namespace batchstore
