#pragma once

#include <batchstore/reader.hpp>
#include <batchstore/reading.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is odd about what servers said, over a whole store. Nothing here is an error of the store.
///
/// Besides these there is what the reader finds in a single answer; see `Oddity` in reading.hpp.
namespace batchstore {

/// What can be odd about an answer beside the others about its batch. They are looked at in the order in
/// which they were observed; "before" is the nearest earlier one that says something of the kind.
enum class AnswerOddity {
    stale_answer,        ///< behind what was known of the batch when it was recorded
    unknown_status,      ///< a status that no server is known to use; it counts as running
    ended_differently,   ///< another ended status than before, with no revival between them
    revived,             ///< not ended, under precedence `observed`, of a batch that had ended before
    counters_fell,       ///< fewer requests completed, or fewer failed, than before
    created_at_changed,  ///< another `created_at` than before
    came_back,           ///< the server had said before that it does not know the batch
    clock_went_back,     ///< recorded more than an hour ahead of a later entry of the log, about any batch
};
inline constexpr std::array answer_oddities{
    AnswerOddity::stale_answer, AnswerOddity::unknown_status,  AnswerOddity::ended_differently,
    AnswerOddity::revived,      AnswerOddity::counters_fell,   AnswerOddity::created_at_changed,
    AnswerOddity::came_back,    AnswerOddity::clock_went_back,
};

/// What can be odd about the state of a batch. One definition, for all who ask.
enum class BatchOddity {
    times_out_of_order,    ///< a stage was entered before one that comes earlier; see `has_oddity`
    counts_do_not_add_up,  ///< completed and failed are not the total of a `completed` batch, or exceed it
    ended_late,            ///< ended after `expires_at`, but not as `expired`
    expired,               ///< ended as `expired`
    overdue,               ///< not ended, past `expires_at`
    completed_without_output,  ///< `completed` without an output file
    all_requests_failed,       ///< ended, some requests failed, and no other ended or was left
    stopped_with_output,       ///< `expired` or `cancelled`, with an output file
    absent,                    ///< the server did not know it when it was last asked
};
inline constexpr std::array batch_oddities{
    BatchOddity::times_out_of_order,
    BatchOddity::counts_do_not_add_up,
    BatchOddity::ended_late,
    BatchOddity::expired,
    BatchOddity::overdue,
    BatchOddity::completed_without_output,
    BatchOddity::all_requests_failed,
    BatchOddity::stopped_with_output,
    BatchOddity::absent,
};

/// The name above. It is stable.
std::string_view to_string(AnswerOddity oddity);
std::string_view to_string(BatchOddity oddity);

/// What it means, in one line for people.
std::string_view meaning_of(Oddity oddity);
std::string_view meaning_of(AnswerOddity oddity);
std::string_view meaning_of(BatchOddity oddity);

/// Whether a state has an oddity. Times are in order if `created_at` is not after any other time,
/// `in_progress_at` not after `finalizing_at`, `completed_at`, `failed_at` and `cancelled_at`,
/// `finalizing_at` not after `completed_at`, and `cancelling_at` not after `cancelled_at`. What a server has
/// not said is in order.
/// @param now the time at which a batch is overdue or not, in seconds since 1970
bool has_oddity(const StoredBatch& state, BatchOddity oddity, std::int64_t now);

struct OddityOptions {
    /// Which batches; its order and page do not matter.
    Query query{};
    /// Only what these sources said; empty: all.
    std::vector<std::string> sources{};
    /// Only what was observed in this half-open range, in microseconds.
    std::optional<std::int64_t> observed_from_us{};
    std::optional<std::int64_t> observed_to_us{};
    /// When batches are overdue or not. Not given: the time that the query asks as of, else the time at which
    /// the store, as of the head that the query asks as of, last saw any batch: equal stores give equal
    /// results.
    std::optional<std::int64_t> now_us{};
    std::size_t examples = 3;  ///< ids for each oddity, at most
    /// Called now and then with the number of batches looked at so far.
    std::function<void(std::int64_t batches)> on_progress{};
    /// Set to true from anywhere to stop.
    const std::atomic<bool>* stop = nullptr;
};

/// One oddity that was found. An oddity of a state belongs to what was observed last.
struct FoundOddity {
    /// The name of an oddity, or of a finding: `created_at: not_seconds`. A key of the server's own can be
    /// part of it. Of such keys at most 500 are told apart, of 64 bytes at most; others are `*`.
    std::string name{};
    std::string meaning{};
    std::int64_t count = 0;                         ///< answers, or for an oddity of the state batches
    std::int64_t batches = 0;                       ///< that have it
    std::int64_t first_observed_at_us = 0;          ///< of the answers
    std::int64_t last_observed_at_us = 0;           ///< of the answers
    std::map<std::string, std::int64_t> sources{};  ///< `count` by source
    std::vector<std::string> examples{};            ///< ids, in the order in which they were first stored

    bool operator==(const FoundOddity&) const = default;
};

struct OddityReport {
    std::int64_t batches = 0;  ///< that were looked at
    std::int64_t answers = 0;
    std::int64_t now_us = 0;           ///< what `overdue` was judged at
    std::vector<FoundOddity> found{};  ///< findings by name, then what else in the order above
    bool stopped = false;              ///< `stop` was set before the end
};

/// Reads every logged answer of the batches again, in flat memory.
OddityReport find_oddities(const BatchReader& repository, const OddityOptions& options = {});

}  // namespace batchstore
