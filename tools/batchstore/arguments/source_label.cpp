#include "arguments/source_label.hpp"

#include "arguments/command_line.hpp"

#include <cstddef>
#include <string>

void require_source(const std::string& option, const std::string& text) {
    constexpr std::size_t most_bytes = 256;
    if (text.size() <= most_bytes) return;
    throw UsageError(option + ": has " + std::to_string(text.size()) + " bytes, and a source at most " +
                     std::to_string(most_bytes));
}
