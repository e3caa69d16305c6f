#pragma once

#include <string>
#include <string_view>

/// Writes a whole file. One that is there is replaced only if `overwrite`, and only once the new one is
/// complete.
/// @throws batchstore::Error{storage} if it cannot be written, or is there and must not be replaced
void write_file(const std::string& path, std::string_view content, bool overwrite);
