#pragma once

#include <string>
#include <string_view>

/// Why a record is refused, in words that name what was found and what helps.
namespace batchstore {

/// Of a text that is not even an object by its braces: `reason`, or what the text is known to be.
std::string explained_text(std::string_view text, std::string reason);

/// Of an object that holds no answer: `reason`, or better, with what helps.
std::string explained_object(std::string_view object, std::string reason);

/// Of an object in which a pointer leads to nothing.
std::string nothing_at_pointer(std::string_view object);

}  // namespace batchstore
