#pragma once

#include <string>
#include <string_view>

/// One line of JSON text laid out for reading, two spaces a level. Only white space outside of strings
/// changes, so that every digit and escape stays as it is.
std::string laid_out(std::string_view json_text);
