#pragma once

#include <cstddef>
#include <string_view>

/// Patterns for names of models, in which `*` stands for any characters, or none; all others for themselves.
namespace batchstore {

bool is_pattern(std::string_view text);

bool fits(std::string_view pattern, std::string_view model);

/// How many characters of a pattern stand for themselves.
std::size_t plain_characters(std::string_view pattern);

/// Whether there is a name that both patterns fit.
bool overlap(std::string_view one, std::string_view other);

}  // namespace batchstore
