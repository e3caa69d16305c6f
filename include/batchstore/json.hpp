#pragma once

#include <batchstore/batch.hpp>

#include <string>

#include <nlohmann/json_fwd.hpp>

/// Batches as JSON in the API's own shape. The only header with another library's types in it; include
/// `<nlohmann/json.hpp>` to use the values.
namespace batchstore {

/// All documented keys in the API's order, null where the server has not said, then what `extra` adds.
/// A number in `extra` beyond 64 bits becomes a double here, and half of a surrogate pair U+FFFD;
/// `to_json_text` keeps both as they came.
/// @throws Error{invalid} if such a number is beyond a double too, or a text of a hand-made batch is not
/// UTF-8.
nlohmann::ordered_json to_json(const Batch& batch);

/// The same as one line of text, every digit kept. Reading it again gives an equal batch.
std::string to_json_text(const Batch& batch);

/// The same, appended to `out`: for many batches, without a copy of each.
void append_json_text(std::string& out, const Batch& batch);

/// Reads a parsed answer as `Answer::read` reads its text.
/// @throws Error{invalid} if the value is not a batch.
Batch from_json(const nlohmann::json& value);

}  // namespace batchstore
