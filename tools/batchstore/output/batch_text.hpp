#pragma once

#include "output/table.hpp"

#include <batchstore/batch.hpp>
#include <batchstore/query.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// Parts of a batch as tables show them.

/// `95/100`: requests completed of all; `?` for a number the server has not said, nothing if it said neither.
std::string progress_text(const batchstore::Batch& batch);

/// Requests that failed; nothing if the server has not said.
std::string failed_text(const batchstore::Batch& batch);

/// Whether it says that requests failed.
bool has_failures(const batchstore::Batch& batch);

/// Why it failed: code and message of the first error, and how many more there are behind the code:
/// `invalid_url (and 2 more): The URL is not supported.` A `-` if it failed and no error says why, else
/// nothing.
std::string error_text(const batchstore::Batch& batch);

/// A time in ISO 8601; nothing if it is not set.
std::string time_text(const std::optional<std::int64_t>& seconds);

/// How long before `now` a time is: `45s`, `12m`, `31h`, `3d`; `in 3h` if it is to come; `now` at this second
/// and where clocks that differ by a few put it into the future; nothing if it is not set.
std::string age_text(const std::optional<std::int64_t>& seconds, std::int64_t now_seconds);

/// How a status stands out: what went well, what went wrong, what is at work.
Style style_of(const batchstore::Batch& batch);

/// The status, and whether the batch is absent: `in_progress (absent)`.
std::string standing_text(const batchstore::StoredBatch& batch);

/// The batch as JSON in the API's own shape, and behind it, where it is absent, `absent_since_us`.
/// @param changed also `changed_at_us`
std::string stored_json_text(const batchstore::StoredBatch& batch, bool changed = false);
