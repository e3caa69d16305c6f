#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// What is wrong with a text that is not UTF-8, where, and what helps; nothing if it is.
std::optional<std::string> broken_utf8(std::string_view text);

}  // namespace batchstore
