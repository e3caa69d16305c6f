#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A batch in the API's own words: plain values, no behaviour.
///
/// Names of members are the API's names of fields. Times are whole seconds since 1970-01-01T00:00:00Z.
/// `std::nullopt` is the API's null: the server has not said. All types here are values without locks;
/// share them between threads as you would a `std::string`.
namespace batchstore {

/// The words that the API documents for `Batch::status`. Servers send others too, so a status is text.
struct Status {
    static constexpr const char* validating = "validating";
    static constexpr const char* failed = "failed";
    static constexpr const char* in_progress = "in_progress";
    static constexpr const char* finalizing = "finalizing";
    static constexpr const char* completed = "completed";
    static constexpr const char* expired = "expired";
    static constexpr const char* cancelling = "cancelling";
    static constexpr const char* cancelled = "cancelled";
};
inline constexpr std::array every_status{Status::validating, Status::in_progress, Status::finalizing,
                                         Status::completed,  Status::failed,      Status::expired,
                                         Status::cancelling, Status::cancelled};

/// Where in its life a batch is, in the order in which batches pass through.
enum class Phase { waiting, running, finalizing, cancelling, ended };
inline constexpr std::array every_phase{Phase::waiting, Phase::running, Phase::finalizing, Phase::cancelling,
                                        Phase::ended};

/// The phase of a status in normal form: the only place that decides whether a batch is over.
///
/// A word that no server is known to use counts as `running`, a missing status as `waiting`.
Phase phase_of(const std::optional<std::string>& status);

/// Whether some server is known to use a status in normal form.
bool is_known_status(std::string_view status);

std::string_view to_string(Phase phase);

/// One validation error of a batch (the API's `errors.data[]`).
struct BatchError {
    std::optional<std::string> code{};
    std::optional<std::string> message{};
    std::optional<std::string> param{};
    std::optional<std::int64_t> line{};  ///< line of the input file, counted as the server does

    bool operator==(const BatchError&) const = default;
};

/// Progress in requests. Each member may be unknown on its own; unknown is not zero.
struct RequestCounts {
    std::optional<std::int64_t> total{};
    std::optional<std::int64_t> completed{};
    std::optional<std::int64_t> failed{};

    bool operator==(const RequestCounts&) const = default;
};

/// Tokens of the whole batch. `cached_tokens` and `reasoning_tokens` are the API's
/// `input_tokens_details.cached_tokens` and `output_tokens_details.reasoning_tokens`.
struct Usage {
    std::optional<std::int64_t> input_tokens{};
    std::optional<std::int64_t> cached_tokens{};
    std::optional<std::int64_t> output_tokens{};
    std::optional<std::int64_t> reasoning_tokens{};
    std::optional<std::int64_t> total_tokens{};

    bool operator==(const Usage&) const = default;
};

/// The pairs a client attached. A value that was not text is kept as its JSON text.
using Metadata = std::map<std::string, std::string, std::less<>>;

/// What has no member in `Batch`: the API's top-level key and a JSON text. Merged over the JSON of the
/// members as RFC 7396 says, it gives the server's object back.
using Extra = std::map<std::string, std::string, std::less<>>;

/// One Batch object in normal form (see reading.hpp for how a server's answer becomes one).
struct Batch {
    std::string id{};  ///< opaque and case-sensitive; never empty in a store, at most 1,024 bytes
    std::optional<std::string> endpoint{};
    std::optional<std::string> model{};
    std::vector<BatchError> errors{};  ///< empty: none
    std::optional<std::string> input_file_id{};
    std::optional<std::string> completion_window{};
    std::optional<std::string> status{};  ///< one of `Status`, or the server's own word in lower case
    std::optional<std::string> output_file_id{};
    std::optional<std::string> error_file_id{};
    std::optional<std::int64_t> created_at{};
    std::optional<std::int64_t> in_progress_at{};
    std::optional<std::int64_t> expires_at{};
    std::optional<std::int64_t> finalizing_at{};
    std::optional<std::int64_t> completed_at{};
    std::optional<std::int64_t> failed_at{};
    std::optional<std::int64_t> expired_at{};
    std::optional<std::int64_t> cancelling_at{};
    std::optional<std::int64_t> cancelled_at{};
    std::optional<RequestCounts> request_counts{};
    std::optional<Usage> usage{};
    std::optional<Metadata> metadata{};  ///< an empty map is the API's `{}`
    Extra extra{};

    bool operator==(const Batch&) const = default;
};

/// The time at which the batch ended: the one that belongs to its status, or where the server gave none the
/// latest of `completed_at`, `failed_at`, `expired_at` and `cancelled_at`.
std::optional<std::int64_t> ended_at(const Batch& batch);

}  // namespace batchstore
