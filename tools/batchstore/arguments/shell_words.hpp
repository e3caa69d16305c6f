#pragma once

#include <string>
#include <vector>

/// Words as one line that a POSIX shell reads as these words again.
std::string shell_line(const std::vector<std::string>& words);
