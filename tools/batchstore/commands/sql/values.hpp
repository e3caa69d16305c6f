#pragma once

#include <batchstore/sql.hpp>

#include <span>
#include <string>
#include <vector>

/// What a query gives, as text.

/// For tables and CSV: nothing for NULL, the digits of a number, a blob's bytes as hexadecimal digits.
std::string plain_text(const batchstore::SqlValue& value);

/// As JSON.
std::string json_text(const batchstore::SqlValue& value);

bool is_number(const batchstore::SqlValue& value);

/// The names of columns, with a number where a column before has the same one: `id`, `id_2`.
std::vector<std::string> distinct(std::span<const std::string> names);
