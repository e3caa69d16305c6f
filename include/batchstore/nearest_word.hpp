#pragma once

#include <span>
#include <string>
#include <string_view>

namespace batchstore {

/// The word that somebody may have meant who typed another: the one of which the fewest letters are wrong,
/// missing, too many or in the wrong place; of equals the first. Letter case does not count.
/// @returns nothing near: empty; else one of `known`
std::string_view nearest_word(std::string_view typed, std::span<const std::string_view> known);
/// The same.
std::string nearest_word(std::string_view typed, std::span<const std::string> known);

}  // namespace batchstore
