#pragma once

#include "repository/row_columns.hpp"
#include "repository/wanted_fields.hpp"
#include "sqlite/file/statement.hpp"

#include <string>
#include <type_traits>

/// How a batch lies in the columns of `batches`: the SQL text, the binding and the reading walk the same
/// tables in the same order.
namespace batchstore::sqlite {

/// Texts and times lie in `batches`; everything else of a batch has a table of its own.
template <class Value>
inline constexpr bool in_batches =
    std::is_same_v<Value, std::optional<std::string>> || std::is_same_v<Value, std::optional<std::int64_t>>;

/// Calls `visit(column)` for each field of a batch that is a column of `batches`.
template <class Visit>
void for_each_batch_column(Visit&& visit) {
    for_each_column(batch_columns, [&](const auto& column) {
        if constexpr (in_batches<std::remove_cvref_t<decltype(std::declval<Batch&>().*column.member)>>) {
            visit(column);
        }
    });
}

/// Appends a name between others, separated by commas.
/// @param is_read false: a null is read in its place
void append_name(std::string& sql, std::string_view name, std::string_view before = "",
                 std::string_view after = "", bool is_read = true);

/// Appends the names of a table's columns, each between `before` and `after`.
template <class Columns>
void append_names(std::string& sql, const Columns& columns, std::string_view before = "",
                  std::string_view after = "", bool are_read = true) {
    for_each_column(columns,
                    [&](const auto& column) { append_name(sql, column.name, before, after, are_read); });
}

/// The columns of a state in `batches`: phase, texts, times, extra, error_count, metadata_count.
std::string state_columns(std::string_view before = "", std::string_view after = "",
                          const WantedFields& wanted = {});

/// The columns of a standing: `standing_columns`, then `fold_columns`.
std::string standing_names(std::string_view before = "", std::string_view after = "",
                           const WantedFields& wanted = {});

/// The values of `state_columns` that are made for a row. Must live until the statement was run.
struct DerivedColumns {
    explicit DerivedColumns(const Batch& state);

    std::string phase;
    std::optional<std::string> extra;
    std::int64_t error_count;
    std::optional<std::int64_t> metadata_count;
};

void bind_state(Run& run, const Batch& state, const DerivedColumns& derived);
void bind_standing(Run& run, const Standing& standing);

/// Reads `state_columns` into a batch, which may be one that was read before. Sets `batch.metadata` to `{}`
/// if there was any.
ChildCounts read_state(Run& run, Batch& batch);
void read_standing(Run& run, Standing& standing);

/// Reads a record of one row with the table of its columns.
template <class Record>
void read_record(Run& run, Record& record) {
    for_each_column(columns_of<Record>, [&](const auto& column) { run.read(record.*column.member); });
}
template <class Record>
void bind_record(Run& run, const Record& record) {
    for_each_column(columns_of<Record>, [&](const auto& column) { run.bind(record.*column.member); });
}

/// Question marks for `count` values.
std::string placeholders(std::size_t count);

}  // namespace batchstore::sqlite
