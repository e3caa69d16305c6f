#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text from servers and file names as a terminal or a page may safely show it, and how wide it is there.
namespace batchstore {

/// One line on which nothing moves the cursor, changes the terminal or reorders the text: control and
/// invisible characters and bytes that are not UTF-8 are spelled out (`\n`, `\x1b`, `\u202e`).
std::string shown(std::string_view text);

/// JSON text that means the same and is harmless on a terminal: what `shown` would spell out outside the
/// ASCII range becomes a `\u` escape. Line ends stay.
std::string shown_json(std::string_view json_text);

/// How many columns `text`, which `shown` made, takes up.
std::size_t shown_columns(std::string_view text);

/// As much of `text` as fits into `columns` (at least 1), with a `…` at its end if something was cut off.
std::string cut_to(std::string_view text, std::size_t columns);

}  // namespace batchstore
