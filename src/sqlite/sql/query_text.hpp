#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// The text of a query as a person wrote it.
namespace batchstore::sqlite {

/// Where something stands at or behind `at` that is neither white space, nor a comment, nor a semicolon; the
/// size of the text if nothing does.
std::size_t skip_blank(std::string_view query, std::size_t at);

/// `line 2, column 8`, in characters, of a byte.
std::string place_in(std::string_view query, std::size_t at);

/// The beginning of a message, if it repeats a long text of the query.
std::string shortened(std::string message);

}  // namespace batchstore::sqlite
