#pragma once

#include <cstddef>
#include <string>

/// What help fits into.
inline constexpr std::size_t help_width = 80;

/// Words in lines of at most `width` columns, the last one ended too; a longer word has a line of its own.
/// @param width 0: one line
std::string wrapped(const std::string& text, std::size_t width);

/// All lines but the first begin so many columns further right.
std::string indented(const std::string& lines, std::size_t columns);
