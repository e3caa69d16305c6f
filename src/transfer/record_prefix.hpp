#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace batchstore {

/// Where in a line, which may end with its line end, the object begins that text stands before: as in
/// `2026-10-01T00:00:00Z INFO batch {"id":…}`. It fills the rest of the line, or goes on in the next one; of
/// several objects it is the last.
/// @returns nothing if there is none, or if the line may itself be a part of JSON.
std::optional<std::size_t> object_behind_prefix(std::string_view line);

/// Whether a text that begins with `[` may be a prefix as in `[INFO] {"id":…}` and not an array; nothing
/// while that does not show.
std::optional<bool> begins_bracketed_prefix(std::string_view text);

}  // namespace batchstore
