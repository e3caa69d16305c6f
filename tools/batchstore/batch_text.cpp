#include "batch_text.hpp"

#include <batchstore/time.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace {

constexpr std::array csv_columns{
    CsvColumn{"id", "/id"},
    CsvColumn{"status", "/status"},
    CsvColumn{"endpoint", "/endpoint"},
    CsvColumn{"model", "/model"},
    CsvColumn{"input_file_id", "/input_file_id"},
    CsvColumn{"completion_window", "/completion_window"},
    CsvColumn{"output_file_id", "/output_file_id"},
    CsvColumn{"error_file_id", "/error_file_id"},
    CsvColumn{"created_at", "/created_at"},
    CsvColumn{"in_progress_at", "/in_progress_at"},
    CsvColumn{"expires_at", "/expires_at"},
    CsvColumn{"finalizing_at", "/finalizing_at"},
    CsvColumn{"completed_at", "/completed_at"},
    CsvColumn{"failed_at", "/failed_at"},
    CsvColumn{"expired_at", "/expired_at"},
    CsvColumn{"cancelling_at", "/cancelling_at"},
    CsvColumn{"cancelled_at", "/cancelled_at"},
    CsvColumn{"requests_total", "/request_counts/total"},
    CsvColumn{"requests_completed", "/request_counts/completed"},
    CsvColumn{"requests_failed", "/request_counts/failed"},
    CsvColumn{"input_tokens", "/usage/input_tokens"},
    CsvColumn{"cached_tokens", "/usage/input_tokens_details/cached_tokens"},
    CsvColumn{"output_tokens", "/usage/output_tokens"},
    CsvColumn{"reasoning_tokens", "/usage/output_tokens_details/reasoning_tokens"},
    CsvColumn{"total_tokens", "/usage/total_tokens"},
    CsvColumn{"errors", "/errors/data"},
    CsvColumn{"metadata", "/metadata"},
};

std::string number_text(const std::optional<std::int64_t>& number, const char* unknown) {
    return number ? std::to_string(*number) : unknown;
}

}  // namespace

std::string progress_text(const batchstore::Batch& batch) {
    const auto& counts = batch.request_counts;
    if (!counts || (!counts->completed && !counts->total)) return "";
    return number_text(counts->completed, "?") + "/" + number_text(counts->total, "?");
}

std::string failed_text(const batchstore::Batch& batch) {
    return batch.request_counts ? number_text(batch.request_counts->failed, "") : "";
}

std::string time_text(const std::optional<std::int64_t>& seconds) {
    return seconds ? batchstore::iso8601(*seconds) : "";
}

std::span<const CsvColumn> batch_csv_columns() {
    return csv_columns;
}
