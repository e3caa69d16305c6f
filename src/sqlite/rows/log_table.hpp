#pragma once

#include "repository/rows.hpp"
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
    std::int64_t latest_answer_us(std::int64_t batch_key);
    bool has_absence(std::int64_t batch_key, std::int64_t observed_at_us, const std::string& words);
    std::optional<std::int64_t> first_absence_us(std::int64_t batch_key, std::int64_t after_us);

    std::vector<LoggedEntry> entries_of(std::int64_t batch_key);
    std::string answer_before(std::int64_t seq);

    /// @param batch_key none for an act
    /// @param answer_digest none for an absence or an act
    void append(const std::optional<std::int64_t>& batch_key, const Observation& entry,
                const std::string& body, const std::optional<Digest>& answer_digest);
    void append_pruned(const Observation& entry);
    void prune(std::int64_t seq, const Digest& left);
    std::int64_t count_pruned(std::int64_t first_seq, std::int64_t last_seq);

private:
    Prepared tail_;
    Prepared twins_;
    Prepared latest_;
    Prepared has_absence_;
    Prepared first_absence_;
    Prepared entries_;
    Prepared answer_before_;
    Prepared append_;
    Prepared append_pruned_;
    Prepared prune_;
    Prepared count_pruned_;
};

/// `SELECT …` of whole entries from `observations AS o` and `batches AS b`, to be read with `read_entry`;
/// then come the digest of the answer and `more`.
std::string select_entries(std::string_view more = "");
void read_entry(Run& run, Observation& entry);

/// The whole log in its order, pruned entries too, to be read with `read_log_entry`. Those of batches that
/// have no row are without an id. `condition`: only those for which it holds.
std::string select_log(std::string_view condition = "true");
/// @throws Error{corrupt} as `read_entry`; then `seq`, `digest` and `entry` were read.
void read_log_entry(Run& run, Observation& entry);

/// What `read_logged_answer` reads, in its order.
inline constexpr std::string_view logged_answer_columns =
    "seq, observed_at_us, precedence, verdict, body, answer_digest";
/// @throws Error{invalid} if its precedence or the answer cannot be read.
LoggedAnswer read_logged_answer(Run& run);

}  // namespace batchstore::sqlite
