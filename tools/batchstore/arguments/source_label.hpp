#pragma once

#include <string>

/// @throws UsageError if a text is too long to be a source, of which it names the option
void require_source(const std::string& option, const std::string& text);
