#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// How programs spell the API's words: `input_file_id`, `inputFileId`, `InputFileID`, `input-file-id`.
namespace batchstore {

/// A capital letter of ASCII made small; any other character as it is.
constexpr char small_letter(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string in_small_letters(std::string text);

/// The length of what begins a text and spells a word of the API, which is in small letters with `_` between
/// its parts; 0: nothing does. Letters count in either case; between two parts there is `_`, `-`, a space or
/// nothing.
std::size_t spelled_length(std::string_view text, std::string_view word);

/// Whether all of a text spells a word.
inline bool spells(std::string_view text, std::string_view word) {
    return !text.empty() && spelled_length(text, word) == text.size();
}

}  // namespace batchstore
