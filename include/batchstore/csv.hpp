#pragma once

#include <batchstore/batch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Batches as CSV (RFC 4180, with line feeds), for spreadsheets and data frames.
///
/// Text from servers must not become a formula in somebody's spreadsheet: a text that begins with `=`, `+`,
/// `-`, `@`, a tab or a carriage return gets a `'` before it, unless it is asked for `raw`. Numbers are not
/// texts, and stay.
namespace batchstore {

/// Appends a text as a cell, quoted where it has to be.
void append_csv_text(std::string& out, std::string_view text, bool raw = false);

/// The titles of the columns of batches, as a line without its end. They are stable; new ones come last.
std::string batch_csv_titles();

/// Appends a batch as a line without its end: what `to_json_text` says, in cells. Null is an empty cell, a
/// list of texts is joined with `;`, and what else has parts is JSON.
/// @param absent_since_us as `StoredBatch` has it, the last cell
void append_csv_line(std::string& out, const Batch& batch, bool raw = false,
                     const std::optional<std::int64_t>& absent_since_us = {});

}  // namespace batchstore
