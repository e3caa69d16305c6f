#pragma once

#include <string_view>

/// Writes all of a text to a descriptor, however many calls that takes.
/// @returns false if it could not; then the reason is in `errno`
bool write_all(int descriptor, std::string_view text);
