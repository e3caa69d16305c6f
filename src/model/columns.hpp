#pragma once

#include <batchstore/batch.hpp>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

/// Every field of a batch, named once. SQL text, binding, reading, JSON, comparing and folding walk these
/// tables with one overload a type, never one a column.
namespace batchstore {

template <class Record, class Value>
struct Column {
    std::string_view name;  ///< JSON key, SQL column and C++ member
    Value Record::*member;
    std::string_view parent = {};  ///< the JSON object inside the record that holds the key
};
template <class Record, class Value>
Column(const char*, Value Record::*) -> Column<Record, Value>;
template <class Record, class Value>
Column(const char*, Value Record::*, const char*) -> Column<Record, Value>;

/// The fields of `Batch` but `id` and `extra`, in the API's order. What is text or a time is a column of
/// `batches`; the others have tables of their own.
inline constexpr std::tuple batch_columns{
    Column{"endpoint", &Batch::endpoint},
    Column{"model", &Batch::model},
    Column{"errors", &Batch::errors},
    Column{"input_file_id", &Batch::input_file_id},
    Column{"completion_window", &Batch::completion_window},
    Column{"status", &Batch::status},
    Column{"output_file_id", &Batch::output_file_id},
    Column{"error_file_id", &Batch::error_file_id},
    Column{"created_at", &Batch::created_at},
    Column{"in_progress_at", &Batch::in_progress_at},
    Column{"expires_at", &Batch::expires_at},
    Column{"finalizing_at", &Batch::finalizing_at},
    Column{"completed_at", &Batch::completed_at},
    Column{"failed_at", &Batch::failed_at},
    Column{"expired_at", &Batch::expired_at},
    Column{"cancelling_at", &Batch::cancelling_at},
    Column{"cancelled_at", &Batch::cancelled_at},
    Column{"request_counts", &Batch::request_counts},
    Column{"usage", &Batch::usage},
    Column{"metadata", &Batch::metadata},
};

inline constexpr std::size_t batch_column_count = std::tuple_size_v<decltype(batch_columns)>;

inline constexpr std::tuple error_columns{
    Column{"code", &BatchError::code},
    Column{"message", &BatchError::message},
    Column{"param", &BatchError::param},
    Column{"line", &BatchError::line},
};

inline constexpr std::tuple request_count_columns{
    Column{"total", &RequestCounts::total},
    Column{"completed", &RequestCounts::completed},
    Column{"failed", &RequestCounts::failed},
};

inline constexpr std::tuple usage_columns{
    Column{"input_tokens", &Usage::input_tokens},
    Column{"cached_tokens", &Usage::cached_tokens, "input_tokens_details"},
    Column{"output_tokens", &Usage::output_tokens},
    Column{"reasoning_tokens", &Usage::reasoning_tokens, "output_tokens_details"},
    Column{"total_tokens", &Usage::total_tokens},
};

/// The table that describes a record of a type.
template <class Record>
inline constexpr auto& columns_of = batch_columns;
template <>
inline constexpr auto& columns_of<BatchError> = error_columns;
template <>
inline constexpr auto& columns_of<RequestCounts> = request_count_columns;
template <>
inline constexpr auto& columns_of<Usage> = usage_columns;

/// Calls `visit(column)` for each column of a table.
template <class Columns, class Visit>
constexpr void for_each_column(const Columns& columns, Visit&& visit) {
    std::apply([&](const auto&... column) { (visit(column), ...); }, columns);
}

/// Whether a field says something. Only a set field replaces another when observations are folded.
template <class Value>
bool is_set(const std::optional<Value>& value) {
    return value.has_value();
}
inline bool is_set(const std::vector<BatchError>& errors) {
    return !errors.empty();
}

}  // namespace batchstore
