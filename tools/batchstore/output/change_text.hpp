#pragma once

#include <batchstore/changes.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Changes of a batch as people and programs read them.

/// A JSON value of a field for a person: a text without its quotes, a time in ISO 8601, nothing for null.
std::string value_text(std::string_view field, std::string_view json);

/// `status: validating → in_progress`; only the new value if there was none.
std::string change_text(const batchstore::FieldChange& change);

/// `{"field":…,"before":…,"after":…}`, with both values as the JSON that they are.
std::string json_text_of(const batchstore::FieldChange& change);

/// The same as an array.
std::string json_text_of(const std::vector<batchstore::FieldChange>& changes);
