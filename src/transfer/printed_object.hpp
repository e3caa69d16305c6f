#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// If a text holds an object as a language prints it for people: that, and the call that writes JSON. Looks
/// at the beginning of the text only.
std::optional<std::string> printed_object(std::string_view text);

}  // namespace batchstore
