#pragma once

#include <cstddef>
#include <string_view>

/// Characters that show nothing. Between records they are skipped; inside one they are what JSON says of
/// them.
namespace batchstore {

inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// RS, with which a record of a JSON text sequence (RFC 7464) begins.
inline constexpr char record_separator = '\x1e';

/// How many bytes the invisible character takes with which a text begins; 0 if it begins with none. RS is not
/// one of them.
std::size_t invisible_size(std::string_view text);

/// Whether a text is the beginning of an invisible character, so that more of it must be seen.
bool may_begin_invisible(std::string_view text);

/// Whether a text that begins with an invisible character begins with one that ends or begins a file: a byte
/// order mark, and what a crash (NUL) or an old editor (U+001A) leaves behind. Behind it a text of its own
/// begins.
bool divides_files(std::string_view text);

/// The first place from which on a record may begin though the line goes on: at RS, and at NUL or U+001A
/// before a bracket, none of which any JSON text holds. @returns `npos` if there is none.
std::size_t find_divide(std::string_view text);

}  // namespace batchstore
