#pragma once

#include <cstddef>
#include <string>

/// What help fits into.
inline constexpr std::size_t help_width = 80;

/// Words in lines of at most `width` columns, the last one ended too. A longer word has a line of its own and
/// stays whole, so that what is copied from a terminal is.
/// @param width 0: one line
/// @param indent so many columns are taken in each line: in the first by what stands there, in the others by
///   blanks
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent = 0);
