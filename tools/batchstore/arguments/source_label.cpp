#include "arguments/source_label.hpp"

#include "arguments/command_line.hpp"

#include <batchstore/refresh.hpp>

#include <string>

void require_source(const std::string& option, const std::string& text) {
    if (text.size() <= batchstore::max_source_bytes) return;
    throw UsageError(option + ": has " + std::to_string(text.size()) + " bytes, and a source at most " +
                     std::to_string(batchstore::max_source_bytes));
}
