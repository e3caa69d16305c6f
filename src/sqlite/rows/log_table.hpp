#pragma once

#include "repository/refresh.hpp"
#include "sqlite/file/connection.hpp"

#include <batchstore/observation.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore::sqlite {

/// The append-only table `observations`.
class LogTable {
public:
    explicit LogTable(Connection& connection);

    LogTail tail();
    Twins twins(std::int64_t batch_key, const Digest& answer, std::int64_t observed_at_us);
    std::int64_t latest_observed_at_us(std::int64_t batch_key);

    /// All entries of one batch, in no particular order, with the digests of their answers' normal forms.
    struct Entry {
        Observation observation;
        Digest answer_digest{};
    };
    std::vector<Entry> entries_of(std::int64_t batch_key);

    void append(std::int64_t batch_key, const Observation& entry, const std::string& body,
                const Digest& answer_digest);
    void append_pruned(const Observation& entry);
    /// Empties the row of an entry, which is whole, but for what the chain needs.
    void prune(const Observation& entry);

private:
    Prepared tail_;
    Prepared twins_;
    Prepared latest_;
    Prepared entries_;
    Prepared append_;
    Prepared append_pruned_;
    Prepared prune_;
};

/// `SELECT …` of whole entries from `observations AS o` and `batches AS b`, to be read with `read_entry`;
/// then come the digest of the answer and `more`.
std::string select_entries(std::string_view more = "");
void read_entry(Run& run, Observation& entry);

/// The whole log in its order, pruned entries too, to be read with `read_log_entry`. Those of batches that
/// have no row are without an id.
std::string select_log();
/// @throws Error{corrupt} as `read_entry`; then `seq`, `digest` and `entry` were read.
void read_log_entry(Run& run, Observation& entry);

/// What the fold, and what checks it, wants of an entry; `logged_answer_columns` are to be selected in its
/// order.
struct LoggedAnswer {
    FoldInput input;
    bool updated = false;    ///< its verdict was `updated`
    Digest answer_digest{};  ///< as the row has it
};
inline constexpr std::string_view logged_answer_columns =
    "observed_at_us, precedence, verdict, body, answer_digest";
/// @throws Error{invalid} if a word or the answer cannot be read.
LoggedAnswer read_logged_answer(Run& run);

/// What an entry of the log says. @throws Error{corrupt} if its body cannot be read.
Answer logged_answer(const Observation& entry);

}  // namespace batchstore::sqlite
