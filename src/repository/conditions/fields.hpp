#pragma once

#include <batchstore/condition.hpp>
#include <batchstore/query.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The fields that conditions test, and whether a batch satisfies a condition: the same for every backend.
namespace batchstore {

/// @param word a name or an alias. @returns null if there is no such field
const ConditionField* find_field(std::string_view word);

/// The field that somebody may have meant who typed another word; empty if none is near.
std::string_view nearest_field(std::string_view word);

/// `metadata`, the field whose tests name a key.
inline constexpr std::string_view metadata_field = "metadata";

/// How SQL and the language of conditions write a comparison; `=` for `equal`.
std::string_view symbol(Operator comparison);

using FieldValue = std::variant<std::int64_t, std::string>;

/// A value that a condition compares a text field with, as the store keeps it.
/// @throws Error{invalid} for a phase that there is not
std::string normal_value(std::string_view field, std::string value);

/// Whether a batch, and the sources that saw it, satisfy a condition that `condition_of` made.
bool matches(const Condition& condition, const StoredBatch& batch, const std::vector<std::string>& sources);

}  // namespace batchstore
