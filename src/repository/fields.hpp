#pragma once

#include <batchstore/condition.hpp>
#include <batchstore/query.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The fields that conditions test, and what a query means as one condition: the same for every backend.
namespace batchstore {

/// @param word a name or an alias. @returns null if there is no such field
const ConditionField* find_field(std::string_view word);

/// `metadata`, the field whose tests name a key.
inline constexpr std::string_view metadata_field = "metadata";

using FieldValue = std::variant<std::int64_t, std::string>;

/// A value that a condition compares a text field with, as the store keeps it.
/// @throws Error{invalid} for a phase that there is not
std::string normal_value(std::string_view field, std::string value);

/// Everything that a query asks for, as one condition in which every test is sound; its order and page aside.
/// @throws Error{invalid} as `BatchRepository::find`
Condition condition_of(const Query& query);

/// Whether a batch, and the sources that saw it, satisfy what `condition_of` made.
bool matches(const Condition& condition, const StoredBatch& batch, const std::vector<std::string>& sources);

/// Whether `matches` looks at the sources.
bool tests_sources(const Condition& condition);

/// A condition as text, equal for equal conditions only.
std::string canonical_text(const Condition& condition);

}  // namespace batchstore
